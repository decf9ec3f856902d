package dev.ferry.machine.linux.sockets;

import dev.ferry.machine.linux.Network;
import dev.ferry.machine.linux.kernel.Facility;
import dev.ferry.machine.linux.kernel.GuestThread;
import dev.ferry.machine.linux.kernel.Kernel;
import dev.ferry.machine.linux.waiting.HostPoller;
import org.jspecify.annotations.Nullable;

/** What all internet sockets of a machine share: what is allowed, and who waits for channels. */
public final class HostNetwork implements Facility {
  private final Network network;
  private final HostPoller poller = new HostPoller();

  /** What of the host's network is granted. */
  public HostNetwork(Network network) {
    this.network = network;
  }

  /** That of the machine that a thread runs on. */
  public static HostNetwork of(GuestThread t) {
    return t.process().kernel().facility(HostNetwork.class);
  }

  /** What of the host's network is granted. */
  public Network network() {
    return network;
  }

  HostPoller poller() {
    return poller;
  }

  @Override
  public void kernelEnded() {
    poller.stop();
  }

  @Override
  public @Nullable String text(Kernel kernel, String name) {
    return name.startsWith("net/")
        ? NetworkText.of(kernel, Interfaces.list(network), name.substring(4))
        : null;
  }
}
