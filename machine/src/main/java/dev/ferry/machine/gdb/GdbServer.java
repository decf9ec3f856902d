package dev.ferry.machine.gdb;

import dev.ferry.machine.debug.DebugException;
import dev.ferry.machine.debug.Debuggee;
import dev.ferry.machine.debug.StopReason;
import dev.ferry.machine.debug.ThreadState;
import dev.ferry.machine.debug.Watchpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves a program to gdb: {@code target remote :PORT}. Forwards and backwards, with breakpoints,
 * watchpoints and threads; all threads stop together.
 */
public final class GdbServer {
  private static final int PACKET = 0x10000;
  private static final String OK = "OK";
  private static final String UNSUPPORTED = "";

  /** EFAULT. */
  private static final String NO_MEMORY = "E0e";

  private static final String BAD = "E16";

  private final Debuggee program;
  private final PacketStream packets;
  private final RegisterMap registers;
  private final StopReplies replies;
  private final Map<String, Watchpoint> watchpoints = new HashMap<>();
  private boolean done;
  private boolean detached;

  /** gdb wants a stop; the program may be between two steps. */
  private volatile boolean interrupted;

  private GdbServer(Debuggee program, InputStream in, OutputStream out) {
    this.program = program;
    this.registers = new RegisterMap(program);
    this.replies = new StopReplies(program);
    this.packets = new PacketStream(in, out, this::interrupt);
    program.setStopsAtExit(false);
  }

  /**
   * Waits for one gdb on a port of this host and serves it until it leaves or the program ends. A
   * gdb that detaches leaves the program running to its end; one that vanishes ends it.
   *
   * @param port 0 for any
   * @param listening told the port when gdb can connect
   * @return why the program stopped last, {@link StopReason.Ended} unless it was killed
   */
  public static StopReason serve(Debuggee program, int port, IntConsumer listening)
      throws IOException, InterruptedException {
    try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      listening.accept(server.getLocalPort());
      try (Socket socket = server.accept()) {
        socket.setTcpNoDelay(true);
        return new GdbServer(program, socket.getInputStream(), socket.getOutputStream()).run();
      }
    }
  }

  private void interrupt() {
    interrupted = true;
    program.interrupt();
  }

  private StopReason run() throws IOException, InterruptedException {
    while (!done) {
      String packet = packets.next();
      if (packet == null) {
        break;
      }
      interrupted = false;
      String reply;
      try {
        reply = answer(packet);
      } catch (DebugException e) {
        reply = "E.".concat(String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        reply = BAD;
      }
      if (reply != null) {
        packets.send(reply);
      }
    }
    return detached ? runToEnd() : program.lastStop();
  }

  private StopReason runToEnd() throws InterruptedException {
    try {
      while (program.isAlive()) {
        StopReason stop = program.lastStop();
        if (stop instanceof StopReason.Signalled) {
          program.resumeWithSignal();
        } else {
          program.resume();
        }
      }
    } catch (DebugException e) {
      // It has ended.
    }
    return program.lastStop();
  }

  // ---- packets -----------------------------------------------------------------------------

  /** The reply, null for none. */
  private @Nullable String answer(String packet) throws DebugException, InterruptedException {
    String rest = packet.substring(1);
    return switch (packet.charAt(0)) {
      case '?' -> replies.of(program.lastStop());
      case 'g' -> registers.all();
      case 'G' -> {
        registers.setAll(rest);
        yield OK;
      }
      case 'p' -> register((int) Hex.number(rest));
      case 'P' -> setRegister(rest);
      case 'm' -> readMemory(rest);
      case 'M' -> writeMemory(rest, true);
      case 'X' -> writeMemory(rest, false);
      case 'c' -> replies.of(program.resume());
      case 's' -> replies.of(program.step(1));
      case 'C' -> replies.of(program.resumeWithSignal());
      case 'S' -> replies.of(program.resumeWithSignal());
      case 'b' -> backwards(rest);
      case 'Z' -> stopPoint(rest, true);
      case 'z' -> stopPoint(rest, false);
      case 'H' -> selectThread(rest);
      case 'T' -> isAlive((int) Hex.number(rest)) ? OK : "E01";
      case 'q' -> query(packet);
      case 'Q' -> set(packet);
      case 'v' -> verbose(packet);
      case 'D' -> {
        detached = true;
        yield end(OK);
      }
      case 'k' -> {
        program.close();
        yield end(null);
      }
      default -> UNSUPPORTED;
    };
  }

  private @Nullable String end(@Nullable String reply) {
    done = true;
    return reply;
  }

  private String backwards(String kind) throws DebugException {
    return switch (kind) {
      case "s" -> replies.of(program.stepBack(1));
      case "c" -> replies.of(program.resumeBack());
      default -> UNSUPPORTED;
    };
  }

  private String register(int number) {
    return number < RegisterMap.COUNT
        ? Hex.ofRegister(registers.get(number), registers.bytes(number))
        : BAD;
  }

  private String setRegister(String text) throws DebugException {
    int equals = text.indexOf('=');
    int number = (int) Hex.number(text.substring(0, equals));
    if (number >= RegisterMap.COUNT) {
      return BAD;
    }
    registers.set(number, Hex.register(text.substring(equals + 1)));
    return OK;
  }

  private String readMemory(String text) {
    int comma = text.indexOf(',');
    int length = (int) Math.min(PACKET / 2, Hex.number(text.substring(comma + 1)));
    byte[] bytes = program.read(Hex.number(text.substring(0, comma)), length);
    return bytes.length == 0 && length > 0 ? NO_MEMORY : Hex.of(bytes);
  }

  private String writeMemory(String text, boolean isHex) throws DebugException {
    int comma = text.indexOf(',');
    int colon = text.indexOf(':');
    String data = text.substring(colon + 1);
    byte[] bytes = isHex ? Hex.bytes(data) : data.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > 0) {
      program.write(Hex.number(text.substring(0, comma)), bytes);
    }
    return OK;
  }

  // ---- stop points and threads -------------------------------------------------------------

  private String stopPoint(String text, boolean inserts) {
    String[] parts = text.split("[,;]");
    long address = Hex.number(parts[1]);
    long length = Hex.number(parts[2]);
    switch (parts[0]) {
      case "0", "1" -> {
        if (inserts) {
          program.addBreakpoint(address);
        } else {
          program.removeBreakpoint(address);
        }
      }
      case "2", "3", "4" ->
          watchpoint(parts[0], new Watchpoint(address, length, kind(parts[0])), inserts);
      default -> {
        return UNSUPPORTED;
      }
    }
    return OK;
  }

  private static Watchpoint.Kind kind(String number) {
    return switch (number) {
      case "2" -> Watchpoint.Kind.WRITE;
      case "3" -> Watchpoint.Kind.READ;
      default -> Watchpoint.Kind.ACCESS;
    };
  }

  private void watchpoint(String kind, Watchpoint watchpoint, boolean inserts) {
    String key = kind + watchpoint.address() + "," + watchpoint.length();
    Watchpoint known = watchpoints.get(key);
    if (inserts && known == null) {
      watchpoints.put(key, watchpoint);
      program.addWatchpoint(watchpoint);
    } else if (!inserts && known != null) {
      watchpoints.remove(key);
      program.removeWatchpoint(known);
    }
  }

  private boolean isAlive(int thread) {
    return program.threads().stream().anyMatch(t -> t.id() == thread);
  }

  private String selectThread(String text) throws DebugException {
    String id = text.substring(1);
    if (text.charAt(0) == 'g' && !id.equals("0") && !id.equals("-1")) {
      program.selectThread((int) Hex.number(id));
    }
    return OK;
  }

  private String threadList() {
    StringBuilder list = new StringBuilder("m");
    for (ThreadState thread : program.threads()) {
      list.append(list.length() > 1 ? "," : "").append(Integer.toHexString(thread.id()));
    }
    return list.length() == 1 ? "l" : list.toString();
  }

  private String threadsXml() {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<threads>\n");
    for (ThreadState thread : program.threads()) {
      xml.append("<thread id=\"").append(Integer.toHexString(thread.id())).append('"');
      String name = thread.name().replaceAll("[^A-Za-z0-9_ .:/-]", "?");
      xml.append(name.isEmpty() ? "" : " name=\"" + name + "\"").append("/>\n");
    }
    return xml.append("</threads>\n").toString();
  }

  // ---- queries -----------------------------------------------------------------------------

  private String query(String packet) {
    if (packet.startsWith("qXfer:")) {
      return transfer(packet.split(":", -1));
    }
    if (packet.startsWith("qRcmd,")) {
      return monitor(new String(Hex.bytes(packet.substring(6)), StandardCharsets.UTF_8));
    }
    int end = 1;
    while (end < packet.length() && Character.isLetter(packet.charAt(end))) {
      end++;
    }
    return switch (packet.substring(0, end)) {
      case "qSupported" -> supported();
      case "qAttached" -> "0";
      case "qC" -> "QC" + Integer.toHexString(program.selectedThread());
      case "qfThreadInfo" -> threadList();
      case "qsThreadInfo" -> "l";
      case "qSymbol" -> OK;
      default -> UNSUPPORTED;
    };
  }

  private static String supported() {
    return "PacketSize="
        + Integer.toHexString(PACKET)
        + ";QStartNoAckMode+;swbreak+;hwbreak+;vContSupported+;ReverseStep+;ReverseContinue+"
        + ";qXfer:features:read+;qXfer:exec-file:read+;qXfer:auxv:read+;qXfer:threads:read+"
        + ";error-message+";
  }

  private String transfer(String[] parts) {
    String object =
        switch (parts[1]) {
          case "features" -> parts[3].equals("target.xml") ? registers.description() : null;
          case "exec-file" -> program.executable();
          case "auxv" -> new String(program.auxiliaryVector(), StandardCharsets.ISO_8859_1);
          case "threads" -> threadsXml();
          default -> null;
        };
    if (object == null || !parts[2].equals("read")) {
      return object == null && parts[1].equals("features") ? "E00" : UNSUPPORTED;
    }
    String[] range = parts[4].split(",");
    int from = (int) Math.min(object.length(), Hex.number(range[0]));
    int to = (int) Math.min(object.length(), from + Hex.number(range[1]));
    return (to == object.length() ? "l" : "m") + object.substring(from, to);
  }

  private String monitor(String command) {
    String text =
        switch (command.strip()) {
          case "retired" -> "instructions retired: " + program.retired() + "\n";
          case "history" ->
              "can go back to instruction "
                  + program.startOfHistory()
                  + (program.isInPast() ? ", is in the past" : "")
                  + "\n";
          default ->
              "monitor retired: instructions executed so far\nmonitor history: how far back\n";
        };
    return Hex.of(text);
  }

  private String set(String packet) throws DebugException {
    if (packet.equals("QStartNoAckMode")) {
      packets.stopAcknowledging();
      return OK;
    }
    return UNSUPPORTED;
  }

  private @Nullable String verbose(String packet) throws DebugException, InterruptedException {
    if (packet.equals("vCont?")) {
      return "vCont;c;C;s;S;r";
    }
    if (packet.startsWith("vCont;")) {
      return proceed(packet.substring(6));
    }
    if (packet.startsWith("vKill")) {
      program.close();
      return end(OK);
    }
    return UNSUPPORTED;
  }

  /** vCont: a thread that steps goes alone, as does one that is the only one named. */
  private String proceed(String actions) throws DebugException, InterruptedException {
    List<String> all = List.of(actions.split(";"));
    for (String action : all) {
      int colon = action.indexOf(':');
      char kind = action.charAt(0);
      boolean isNamed = colon >= 0 && !action.endsWith(":-1");
      if (isNamed && (kind != 'c' || all.size() == 1)) {
        program.selectThread((int) Hex.number(action.substring(colon + 1)));
      }
      if (isNamed && kind == 'c' && all.size() == 1) {
        return replies.of(program.resumeAlone());
      }
      switch (kind) {
        case 's' -> {
          return replies.of(program.step(1));
        }
        case 'S', 'C' -> {
          return replies.of(program.resumeWithSignal());
        }
        case 'r' -> {
          String[] range = action.substring(1, colon < 0 ? action.length() : colon).split(",");
          return replies.of(stepOver(Hex.number(range[0]), Hex.number(range[1])));
        }
        default -> {}
      }
    }
    return replies.of(program.resume());
  }

  /** Steps until the thread is outside a range of addresses. */
  private StopReason stepOver(long start, long end) throws DebugException, InterruptedException {
    StopReason reason;
    do {
      reason = program.step(1);
    } while (!interrupted
        && reason instanceof StopReason.Stepped
        && Long.compareUnsigned(program.pc(), start) >= 0
        && Long.compareUnsigned(program.pc(), end) < 0);
    return interrupted && reason instanceof StopReason.Stepped
        ? new StopReason.Interrupted()
        : reason;
  }
}
