package dev.ferry.machine.linux;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The thread of a kernel that waits for the host's channels; it lives with the first of them. */
final class HostPoller {
  /** A socket on a channel. */
  interface Client {
    /** The channel is ready for some of what the key is interested in. */
    void selected(SelectionKey key);
  }

  /** Longest wait for a closed port to be free again, in milliseconds. */
  private static final long CLOSE_PATIENCE = 1000;

  private @Nullable Selector selector;
  private final ConcurrentLinkedQueue<CountDownLatch> closings = new ConcurrentLinkedQueue<>();
  private boolean stopped;

  synchronized SelectionKey register(SelectableChannel channel, int operations, Client client)
      throws IOException {
    if (stopped) {
      throw new ClosedChannelException();
    }
    Selector open = selector;
    if (open == null) {
      open = Selector.open();
      selector = open;
      Selector own = open;
      Thread unused = Thread.ofPlatform().daemon().name("guest network").start(() -> poll(own));
    }
    channel.configureBlocking(false);
    SelectionKey key = channel.register(open, operations, client);
    wake();
    return key;
  }

  private void poll(Selector open) {
    try {
      while (open.isOpen()) {
        int unused = open.select(HostPoller::dispatch);
        for (CountDownLatch latch; (latch = closings.poll()) != null; ) {
          int alsoUnused = open.selectNow(HostPoller::dispatch);
          latch.countDown();
        }
      }
    } catch (IOException | ClosedSelectorException e) {
      // The kernel has ended.
    }
  }

  private static void dispatch(SelectionKey key) {
    if (key.attachment() instanceof Client client) {
      client.selected(key);
    }
  }

  /** Lets interest that has changed take effect. */
  void wake() {
    Selector open = selector;
    if (open != null) {
      open.wakeup();
    }
  }

  /** Waits until a channel that was closed has given its port back. */
  void awaitClosed() {
    CountDownLatch latch = new CountDownLatch(1);
    closings.add(latch);
    wake();
    try {
      boolean unused = latch.await(CLOSE_PATIENCE, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void stop() {
    stopped = true;
    if (selector != null) {
      try {
        selector.close();
      } catch (IOException e) {
        // Nothing depends on it any more.
      }
    }
  }
}
