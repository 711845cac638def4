package io.perilune.server.sse;

import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Tells when the client of a request has gone before it got its whole answer. */
public final class ClientConnection {
  private final RoutingContext routing;
  private final List<Runnable> whenGone = new ArrayList<>();
  private boolean gone;

  /** Watches the connection of a request whose answer has not ended yet. */
  public ClientConnection(RoutingContext routing) {
    this.routing = routing;
    // Not the response's own close handler: there is one only, and Vert.x-Web needs it.
    routing.addEndHandler(
        end -> {
          if (end.failed()) {
            leave();
          }
        });
    if (routing.response().closed()) {
      leave();
    }
  }

  /** Runs an action when the client goes; at once if it has gone already. It must not block. */
  public void whenGone(Runnable action) {
    synchronized (whenGone) {
      if (!gone) {
        whenGone.add(action);
        return;
      }
    }
    action.run();
  }

  public boolean isGone() {
    synchronized (whenGone) {
      return gone;
    }
  }

  /** Closes the connection. */
  void abort() {
    routing.request().connection().close();
    leave();
  }

  private void leave() {
    List<Runnable> actions;
    synchronized (whenGone) {
      gone = true;
      actions = List.copyOf(whenGone);
      whenGone.clear();
    }
    actions.forEach(Runnable::run);
  }
}
