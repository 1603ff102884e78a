import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { routes } from "../contract/routes.ts";
import { createMetrics } from "../http/metrics.ts";

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), "utf8");
const labels = z.record(z.string(), z.string());
const metadata = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,63}$/),
  labels: labels.optional(),
  annotations: labels.optional(),
});
const selector = z.strictObject({ matchLabels: labels });
const probe = z.strictObject({
  httpGet: z.strictObject({ path: z.enum(routes.map(({ path }) => path)), port: z.literal("http") }),
  periodSeconds: z.int(),
  timeoutSeconds: z.int().optional(),
  failureThreshold: z.int().optional(),
});
const quantity = z.string().regex(/^\d+(m|Mi|Gi)?$/);
const container = z.strictObject({
  name: z.string(),
  image: z.string().regex(/:[\w.]+$/, "an image without a tag changes by itself"),
  ports: z.array(z.strictObject({ name: z.string(), containerPort: z.int() })),
  env: z.array(
    z.strictObject({
      name: z.string(),
      valueFrom: z.strictObject({ secretKeyRef: z.strictObject({ name: z.string(), key: z.string() }) }),
    }),
  ),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  resources: z.strictObject({
    requests: z.strictObject({ cpu: quantity, memory: quantity }),
    limits: z.strictObject({ memory: quantity }),
  }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal("ALL")]) }),
  }),
  volumeMounts: z.array(
    z.strictObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() }),
  ),
});
const peer = z.strictObject({ podSelector: selector.optional(), namespaceSelector: selector.optional() });
const ports = z.array(z.strictObject({ protocol: z.enum(["TCP", "UDP"]), port: z.int() }));

/** What Kubernetes takes of the kinds used here, and nothing that it would ignore silently. */
const manifest = z.discriminatedUnion("kind", [
  z.strictObject({
    apiVersion: z.literal("apps/v1"),
    kind: z.literal("Deployment"),
    metadata,
    spec: z.strictObject({
      selector,
      strategy: z.strictObject({
        type: z.literal("RollingUpdate"),
        rollingUpdate: z.strictObject({ maxUnavailable: z.int(), maxSurge: z.int() }),
      }),
      template: z.strictObject({
        metadata: metadata.partial(),
        spec: z.strictObject({
          automountServiceAccountToken: z.literal(false),
          terminationGracePeriodSeconds: z.int(),
          securityContext: z.strictObject({
            runAsNonRoot: z.literal(true),
            runAsUser: z.int(),
            fsGroup: z.int(),
            seccompProfile: z.strictObject({ type: z.literal("RuntimeDefault") }),
          }),
          containers: z.array(container),
          volumes: z.array(
            z.union([
              z.strictObject({ name: z.string(), configMap: z.strictObject({ name: z.string() }) }),
              z.strictObject({ name: z.string(), emptyDir: z.strictObject({ sizeLimit: quantity }) }),
            ]),
          ),
        }),
      }),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal("v1"),
    kind: z.literal("Service"),
    metadata,
    spec: z.strictObject({
      selector: labels,
      ports: z.array(z.strictObject({ name: z.string(), port: z.int(), targetPort: z.string() })),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal("autoscaling/v2"),
    kind: z.literal("HorizontalPodAutoscaler"),
    metadata,
    spec: z.strictObject({
      scaleTargetRef: z.strictObject({ apiVersion: z.string(), kind: z.string(), name: z.string() }),
      minReplicas: z.int(),
      maxReplicas: z.int(),
      metrics: z.array(
        z.strictObject({
          type: z.literal("Resource"),
          resource: z.strictObject({
            name: z.string(),
            target: z.strictObject({ type: z.literal("Utilization"), averageUtilization: z.int() }),
          }),
        }),
      ),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal("policy/v1"),
    kind: z.literal("PodDisruptionBudget"),
    metadata,
    spec: z.strictObject({ minAvailable: z.int(), selector }),
  }),
  z.strictObject({
    apiVersion: z.literal("networking.k8s.io/v1"),
    kind: z.literal("NetworkPolicy"),
    metadata,
    spec: z.strictObject({
      podSelector: selector,
      policyTypes: z.array(z.enum(["Ingress", "Egress"])),
      ingress: z.array(z.strictObject({ from: z.array(peer), ports })),
      egress: z.array(z.strictObject({ to: z.array(peer), ports })),
    }),
  }),
]);

it("V20: the manifests are of the shape that Kubernetes reads, and name each other rightly", () => {
  const documents = parseAllDocuments(read("kubernetes.yaml")).map((document) =>
    manifest.parse(document.toJS()),
  );
  const kinds = documents.map(({ kind }) => kind);
  expect(kinds).toEqual([
    "Deployment",
    "Service",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "NetworkPolicy",
  ]);
  const deployment = documents.find((each) => each.kind === "Deployment")!;
  const app = deployment.spec.template.metadata.labels!;
  expect(deployment.spec.selector.matchLabels).toEqual(app);
  for (const each of documents) {
    if (each.kind === "Service") expect(each.spec.selector).toEqual(app);
    if (each.kind === "PodDisruptionBudget") expect(each.spec.selector.matchLabels).toEqual(app);
    if (each.kind === "NetworkPolicy") expect(each.spec.podSelector.matchLabels).toEqual(app);
    if (each.kind === "HorizontalPodAutoscaler")
      expect(each.spec.scaleTargetRef.name).toBe(deployment.metadata.name);
  }
  const [only] = deployment.spec.template.spec.containers;
  const volumes = deployment.spec.template.spec.volumes.map(({ name }) => name);
  expect(only!.volumeMounts.map(({ name }) => name)).toEqual(volumes);
});

it("V20: the dashboard asks for figures that the server gives", async () => {
  const names = new Set((await createMetrics().registry.getMetricsAsJSON()).map(({ name }) => name));
  const dashboard = JSON.parse(read("grafana-dashboard.json")) as {
    panels: { id: number; targets: { expr: string }[] }[];
  };
  const asked = dashboard.panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => expr.match(/\b(?:asof|nodejs)_\w+/g) ?? []),
  );
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !names.has(name.replace(/_(bucket|count|sum)$/, "")))).toEqual([]);
});

it("V20: the image starts the command that there is, as no superuser", () => {
  const text = read("Dockerfile");
  expect(text).toContain('"out/cli/asof.js", "serve"');
  expect(text.indexOf("USER node")).toBeLessThan(text.indexOf('CMD ["node", "out/cli'));
  expect(packageJson.bin.asof).toBe("cli/bin.mjs");
});
