package dev.ferry.machine.linux.kernel;

import dev.ferry.machine.linux.abi.Errno;
import dev.ferry.machine.linux.abi.LinuxError;
import dev.ferry.machine.linux.abi.Signals;
import dev.ferry.machine.linux.waiting.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parent and children of a process, and what wait tells of them.
 *
 * <p>A change of a child and its SIGCHLD come in one step, under the lock of the parent's family:
 * who has waited for the child finds the signal, and who gets the signal finds the change.
 */
public final class Family {
  // What waiting asks for.
  public static final int WSTOPPED = 2;
  public static final int WEXITED = 4;
  public static final int WCONTINUED = 8;
  public static final int WNOWAIT = 0x1000000;

  private static final long SA_NOCLDSTOP = 1;

  private final GuestProcess process;
  private final boolean first;
  private volatile @Nullable GuestProcess parent;
  private final List<GuestProcess> children = new ArrayList<>();

  /** Set when the process has ended: its children have no parent any more. */
  private boolean gone;

  /** Who has got the children then, or null. */
  private @Nullable GuestProcess adopting;

  /** Whether it takes in the orphans below it (PR_SET_CHILD_SUBREAPER). */
  private volatile boolean isReaper;

  /** Woken when a child ends, stops or goes on. */
  private final WaitQueue changes = new WaitQueue();

  Family(GuestProcess process, @Nullable GuestProcess parent) {
    this.process = process;
    this.parent = parent;
    this.first = parent == null;
  }

  /** Null for the first process and for those whose parent has ended. */
  @Nullable GuestProcess parent() {
    return parent;
  }

  /** Whether the machine ends with it. */
  boolean isFirst() {
    return first;
  }

  /** Number of the parent, {@link Ids#INIT} where it has none. */
  public int parentPid() {
    GuestProcess its = parent;
    return its == null ? 1 : its.pid();
  }

  /** Whether it takes in the orphans below it (PR_SET_CHILD_SUBREAPER). */
  public boolean isReaper() {
    return isReaper;
  }

  /** Whether it takes in the orphans below it from now on. */
  public void setReaper(boolean value) {
    isReaper = value;
  }

  /** Woken when a child ends, stops or goes on. */
  public WaitQueue changes() {
    return changes;
  }

  synchronized void add(GuestProcess child) {
    children.add(child);
  }

  /** The process is no child any more, and never was one that could be waited for. */
  void leave() {
    GuestProcess its = parent;
    if (its != null) {
      its.family().forget(process);
    }
  }

  private synchronized void forget(GuestProcess child) {
    children.remove(child);
  }

  /** Whether it is a child that has not been waited for. */
  public synchronized boolean contains(GuestProcess child) {
    return children.contains(child);
  }

  // ---- the end -----------------------------------------------------------------------------

  /** The process has ended: its children are left alone or adopted, and its parent hears of it. */
  void end() {
    GuestProcess adopter = reaper();
    List<GuestProcess> zombies = new ArrayList<>();
    List<GuestProcess> left = new ArrayList<>();
    synchronized (this) {
      gone = true;
      adopting = adopter;
      for (GuestProcess child : children) {
        (child.isDead() ? zombies : left).add(child);
      }
      children.clear();
    }
    for (GuestProcess child : left) {
      if (adopter != null) {
        adopter.family().adopt(child);
      }
      child.family().parent = adopter; // Should it end before this, it finds its parent gone.
      if (child.deathSignal != 0) {
        child.signals().raise(new Signals.Pending(child.deathSignal, 0, process.pid(), 0));
      }
    }
    for (GuestProcess child : zombies) {
      child.family().parent = adopter;
      if (adopter != null) {
        adopter.family().adoptDead(child);
      } else {
        process.kernel().reap(child);
      }
    }
    GuestProcess its = parent;
    if (its == null) {
      process.setDead();
      process.kernel().remove(process);
    } else {
      its.family().childEnded(process);
    }
  }

  /** Takes in a child whose parent has ended, unless it has ended meanwhile itself. */
  private synchronized void adopt(GuestProcess child) {
    if (!gone && !child.isDead()) {
      children.add(child);
    }
  }

  private void adoptDead(GuestProcess child) {
    Runnable told = () -> {};
    synchronized (this) {
      if (gone || !waitsForChildren()) {
        process.kernel().reap(child);
      } else {
        children.add(child);
        told = process.signals().post(signal(child.end()));
      }
    }
    changes.wake();
    told.run();
  }

  private void childEnded(GuestProcess child) {
    GuestProcess next;
    Runnable told = () -> {};
    synchronized (this) {
      next = gone ? adopting : null;
      if (next == null && (gone || !waitsForChildren())) {
        children.remove(child);
        child.setDead();
        child.kernel().remove(child);
      } else if (next == null) {
        if (!children.contains(child)) {
          children.add(child); // Adopted, but not here yet.
        }
        child.kernel().becomesZombie();
        child.setDead();
      }
      if (!gone) {
        told = process.signals().post(signal(child.end()));
      }
    }
    if (next != null) {
      next.family().childEnded(child);
      return;
    }
    changes.wake();
    told.run();
  }

  /** The nearest of those above that takes in orphans (PR_SET_CHILD_SUBREAPER), or null. */
  private @Nullable GuestProcess reaper() {
    GuestProcess at = parent;
    while (at != null && !(at.family().isReaper && !at.isExiting())) {
      at = at.family().parent;
    }
    return at;
  }

  /** Whether dead children stay until they are waited for: sigaction(2), SA_NOCLDWAIT. */
  private boolean waitsForChildren() {
    Signals.Action action = process.signals().action(Signals.SIGCHLD);
    return action.handler() != 1 && (action.flags() & Signals.SA_NOCLDWAIT) == 0;
  }

  private static Signals.Pending signal(ChildChange change) {
    return new Signals.Pending(
        Signals.SIGCHLD, change.code(), change.child().pid(), change.value());
  }

  // ---- stops -------------------------------------------------------------------------------

  /** A step that may come too late to mean anything. */
  interface Step {
    boolean happens();
  }

  /** A child stops or goes on; false where that has changed nothing. */
  boolean childChanges(ChildChange change, Step step) {
    Runnable told = () -> {};
    synchronized (this) {
      if (!step.happens()) {
        return false;
      }
      if ((process.signals().action(Signals.SIGCHLD).flags() & SA_NOCLDSTOP) == 0) {
        told = process.signals().post(signal(change));
      }
    }
    changes.wake();
    told.run();
    return true;
  }

  // ---- waiting -----------------------------------------------------------------------------

  private boolean matches(GuestProcess child, int which) {
    return which == -1
        || which > 0 && child.pid() == which
        || which == 0 && child.group == process.group
        || which < -1 && child.group == -which;
  }

  /**
   * Looks for a child of which there is something to tell; a dead one is taken away.
   *
   * @param which pid, -1 for any, 0 or below -1 for a group
   * @param options what is asked for: WEXITED, WSTOPPED, WCONTINUED, WNOWAIT
   * @return null where children match but nothing has happened to them
   */
  public synchronized @Nullable ChildChange change(int which, int options) throws LinuxError {
    boolean any = false;
    boolean keep = (options & WNOWAIT) != 0;
    for (GuestProcess child : children) {
      if (!matches(child, which)) {
        continue;
      }
      if (child.isDead()) {
        if ((options & WEXITED) == 0) {
          continue; // Nothing else will happen to it.
        }
        if (!keep) {
          children.remove(child);
          process.kernel().reap(child);
        }
        return child.end();
      }
      any = true;
      ChildChange news =
          child.jobControl().news((options & WSTOPPED) != 0, (options & WCONTINUED) != 0, keep);
      if (news != null) {
        return news;
      }
    }
    if (!any) {
      throw new LinuxError(Errno.ECHILD);
    }
    return null;
  }
}
