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
  args: z.array(z.string()),
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

const template = z.strictObject({
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
});

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
      template,
    }),
  }),
  z.strictObject({
    apiVersion: z.literal("apps/v1"),
    kind: z.literal("StatefulSet"),
    metadata,
    spec: z.strictObject({
      serviceName: z.string(),
      // Two would have a store each.
      replicas: z.literal(1),
      selector,
      template,
      volumeClaimTemplates: z.array(
        z.strictObject({
          metadata,
          spec: z.strictObject({
            accessModes: z.tuple([z.literal("ReadWriteOnce")]),
            resources: z.strictObject({ requests: z.strictObject({ storage: quantity }) }),
          }),
        }),
      ),
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
    "StatefulSet",
    "Service",
    "Service",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "NetworkPolicy",
  ]);
  const deployment = documents.find((each) => each.kind === "Deployment")!;
  const data = documents.find((each) => each.kind === "StatefulSet")!;
  const workloads = [deployment, data];
  const appOf = ({ spec }: (typeof workloads)[number]) => spec.template.metadata.labels!;
  for (const workload of workloads) expect(appOf(workload)).toMatchObject(workload.spec.selector.matchLabels);
  const services = documents.filter((each) => each.kind === "Service");
  expect(services.map(({ metadata: { name }, spec }) => [name, spec.selector.app])).toEqual(
    [data, deployment].map((workload) => [workload.metadata.name, appOf(workload).app]),
  );
  expect(data.spec.serviceName).toBe(data.metadata.name);
  for (const each of documents) {
    if (each.kind === "PodDisruptionBudget")
      expect(appOf(deployment)).toMatchObject(each.spec.selector.matchLabels);
    if (each.kind === "NetworkPolicy")
      for (const workload of workloads)
        expect(appOf(workload)).toMatchObject(each.spec.podSelector.matchLabels);
    if (each.kind === "HorizontalPodAutoscaler")
      expect(each.spec.scaleTargetRef.name).toBe(deployment.metadata.name);
  }
  for (const workload of workloads) {
    const [only] = workload.spec.template.spec.containers;
    const claims = "volumeClaimTemplates" in workload.spec ? workload.spec.volumeClaimTemplates : [];
    const volumes = [...workload.spec.template.spec.volumes, ...claims.map((claim) => claim.metadata)];
    expect(only!.volumeMounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));
    // The image's command, and where the store is.
    const command = JSON.parse(/CMD (\["node", "out.*\])/.exec(read("Dockerfile"))![1]!) as string[];
    const store = workload === data ? ["--store", "/store"] : ["--no-store"];
    expect(only!.args).toEqual([...command, ...store]);
  }
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
