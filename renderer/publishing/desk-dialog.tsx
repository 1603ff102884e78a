import { type ReactNode, useState } from "react";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import { useActions } from "../actions/actions-context.ts";
import { Button, IconButton } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Tabs } from "../components/tabs.tsx";
import { useShellText } from "../i18n/index.ts";
import { InboxView } from "./approval/inbox-view.tsx";
import { AuditView } from "./audit/audit-view.tsx";
import { DeploymentsView } from "./deployment/deployments-view.tsx";
import { SignalsView } from "./deployment/signals-view.tsx";
import { openDesk } from "./publishing-actions.ts";
import { type DeskOverlay, type DeskView, deskViews } from "./publishing-state.ts";
import { ServerChoice, ServerNote } from "./server-line.tsx";
import { QueueView } from "./servers/queue-view.tsx";
import { ServersView } from "./servers/servers-view.tsx";
import { StrategySplit } from "./strategy-split.tsx";
import { useHeldFocus } from "./use-held-focus.ts";
import { useConnection, usePublishing, useStrategies } from "./use-publishing.ts";
import { awaitingOf } from "./what-may-be-done.ts";
import "./publishing.css";

interface DeskDialogProps {
  readonly overlay: DeskOverlay;
  onClose(): void;
}

/** What a view of a server stands on: a server, and word of whether it answers. */
const WithServer = ({ children }: { children: ReactNode }) => {
  const t = useShellText();
  const context = useActions();
  const connection = useConnection();
  const isAsked = usePublishing(({ connections }) => connections !== null);
  if (!isAsked) return <p className="panel-empty">{t("publish:loading")}</p>;
  if (!connection)
    return (
      <div className="panel-empty">
        {t("publish:noServer")}
        <Button look="primary" onPress={() => openDesk(context, "servers")}>
          {t("publish:addServer")}
        </Button>
      </div>
    );
  return (
    <>
      <ServerNote />
      {children}
    </>
  );
};

/** All that is published, over whatever is open: to approve, to deploy, to watch. */
export const DeskDialog = ({ overlay, onClose }: DeskDialogProps) => {
  const t = useShellText();
  const first = (chosen: string | null) => ({
    asked: overlay,
    view: overlay.view,
    strategy: overlay.strategy ?? chosen,
  });
  const [shown, setShown] = useState(() => first(null));
  // Asked for another view while open, for instance by the button to the servers.
  if (shown.asked !== overlay) setShown(first(shown.strategy));
  const { view } = shown;
  // Whoever goes from one view of a strategy to another stays with the strategy.
  const ofStrategy = (content: (strategy: Strategy) => ReactNode) => (
    <StrategySplit chosen={shown.strategy} onChoose={(strategy) => setShown({ ...shown, strategy })}>
      {content}
    </StrategySplit>
  );
  const connection = useConnection();
  const awaiting = awaitingOf(connection, useStrategies()).length;
  const queued = usePublishing(({ queue }) => queue.length);
  const contents: Readonly<Record<DeskView, () => ReactNode>> = {
    inbox: () => <InboxView />,
    deployments: () => ofStrategy((strategy) => <DeploymentsView strategy={strategy} />),
    signals: () => ofStrategy((strategy) => <SignalsView strategy={strategy} />),
    audit: () => <AuditView />,
    queue: () => <QueueView />,
    servers: () => <ServersView />,
  };
  const counts: Partial<Record<DeskView, number>> = { inbox: awaiting, queue: queued };
  const held = useHeldFocus();
  const needsServer = view !== "queue" && view !== "servers";
  return (
    <Dialog title={t("publish:title")} isTitleHidden className="browse desk" onClose={onClose}>
      <div ref={held} tabIndex={-1} className="desk-held">
        <Tabs
          label={t("publish:views")}
          selected={view}
          onSelect={(id) => setShown({ ...shown, view: id as DeskView })}
          trailing={
            <div className="tabs-trailing">
              <ServerChoice />
              <IconButton icon="close" label={t("publish:close")} onPress={onClose} />
            </div>
          }
          items={deskViews.map((id) => ({
            id,
            title: (
              <>
                {t(`publish:${id}`)}
                {counts[id] ? <span className="desk-count">{counts[id]}</span> : null}
              </>
            ),
            // A panel that is not shown exists in name only, and asks nothing.
            content:
              id !== view ? null : needsServer ? <WithServer>{contents[id]()}</WithServer> : contents[id](),
          }))}
        />
      </div>
    </Dialog>
  );
};
