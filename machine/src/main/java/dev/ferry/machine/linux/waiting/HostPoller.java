package dev.ferry.machine.linux.waiting;

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

/**
 * Waits for the host's channels, for a whole kernel.
 *
 * <p>One thread at a time polls. A guest's thread that goes to sleep for a socket does so itself
 * where no other does: what it waits for then reaches it without a change of threads. The poller's
 * own thread takes over while guests sleep that do not poll (leader and followers). Where nobody
 * sleeps nobody has to be told anything, and nobody polls.
 */
public final class HostPoller {
  /** A socket on a channel. */
  public interface Client {
    /** The channel is ready for some of what the key is interested in. */
    void selected(SelectionKey key);
  }

  /** Longest wait for a closed port to be free again, in milliseconds. */
  private static final long CLOSE_PATIENCE = 1000;

  /** The selector's unit of time, in nanoseconds. */
  private static final long TICK = 1_000_000;

  private final ConcurrentLinkedQueue<CountDownLatch> closings = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Selector selector;

  // Changed under the lock of this.
  private @Nullable Thread own;
  private volatile boolean isPolled;
  private int followers;
  private boolean stopped;

  /** Waits for a channel as well from now on; the client is told. */
  public synchronized SelectionKey register(
      SelectableChannel channel, int operations, Client client) throws IOException {
    if (stopped) {
      throw new ClosedChannelException();
    }
    Selector open = selector;
    if (open == null) {
      open = Selector.open();
      selector = open;
      own = Thread.ofPlatform().daemon().name("guest network").start(this::pollForFollowers);
    }
    channel.configureBlocking(false);
    SelectionKey key = channel.register(open, operations, client);
    wake();
    return key;
  }

  // ---- who polls ---------------------------------------------------------------------------

  /**
   * Polls once for a sleeping guest, on its thread.
   *
   * @param nanoseconds how long at most
   * @return false where it has to be told by another thread: it follows
   */
  boolean pollFor(Sleep sleep, Sleeper guest, long nanoseconds) {
    if (nanoseconds < TICK || !take()) {
      return false;
    }
    guest.polls(this);
    try {
      if (!sleep.isOver()) {
        guest.time().sleeps();
        poll(nanoseconds == Sleep.NEVER ? 0 : nanoseconds / TICK);
        guest.time().wakes();
      }
    } finally {
      guest.polls(null);
      release();
    }
    return true;
  }

  /** Looks once without waiting; false where another thread polls anyway. */
  public boolean pollNow() {
    if (!take()) {
      return false;
    }
    try {
      poll(-1);
    } finally {
      release();
    }
    return true;
  }

  private synchronized boolean take() {
    if (isPolled || selector == null) {
      return false;
    }
    isPolled = true;
    return true;
  }

  private synchronized void release() {
    isPolled = false;
    if (followers > 0 || !closings.isEmpty()) {
      notifyAll();
    }
  }

  /** A guest sleeps that does not poll. */
  synchronized void addFollower() {
    followers++;
    if (!isPolled) {
      notifyAll();
    }
  }

  /** It has been told, or sleeps no longer. */
  synchronized void removeFollower() {
    followers--;
    if (followers == 0 && isPolled && Thread.currentThread() != own) {
      wake(); // The own thread leaves the next guest that sleeps to poll itself.
    }
  }

  private void pollForFollowers() {
    try {
      while (takeForFollowers()) {
        try {
          poll(0);
        } finally {
          release();
        }
      }
    } catch (InterruptedException e) {
      // Nobody does that.
    }
  }

  private synchronized boolean takeForFollowers() throws InterruptedException {
    while (!stopped && (isPolled || followers == 0 && closings.isEmpty())) {
      wait();
    }
    isPolled = true;
    return !stopped;
  }

  /**
   * Lets the channels' clients know; the caller has taken the selector.
   *
   * @param milliseconds how long at most, 0 for ever, negative not to wait
   */
  private void poll(long milliseconds) {
    Selector open = selector;
    if (open == null) {
      return;
    }
    try {
      int unused =
          milliseconds < 0
              ? open.selectNow(HostPoller::dispatch)
              : open.select(HostPoller::dispatch, milliseconds);
      for (CountDownLatch latch; (latch = closings.poll()) != null; ) {
        int alsoUnused = open.selectNow(HostPoller::dispatch);
        latch.countDown();
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

  /** Lets interest that has changed take effect; whoever polls next sees it without. */
  public void wake() {
    Selector open = selector;
    if (isPolled && open != null) {
      open.wakeup();
    }
  }

  // ---- closing -----------------------------------------------------------------------------

  /** A channel was closed: the host learns of it when the selector has let go. */
  public void closed() {
    if (!pollNow()) {
      wake();
    }
  }

  /** Waits until a channel that was closed has given its port back. */
  public void awaitClosed() {
    if (pollNow()) {
      return;
    }
    CountDownLatch latch = new CountDownLatch(1);
    closings.add(latch);
    synchronized (this) {
      notifyAll();
      wake();
    }
    try {
      boolean unused = latch.await(CLOSE_PATIENCE, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The kernel has ended: nothing is waited for any more. */
  public void stop() {
    Selector open;
    synchronized (this) {
      stopped = true;
      open = selector;
      notifyAll();
    }
    if (open != null) {
      try {
        open.close(); // Waits for whoever polls, who may wait for the lock of this.
      } catch (IOException e) {
        // Nothing depends on it any more.
      }
    }
  }
}
