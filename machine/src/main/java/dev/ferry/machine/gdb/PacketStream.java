package dev.ferry.machine.gdb;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Packets of the remote protocol: {@code $data#checksum}, acknowledged by {@code +} until both
 * sides agree to do without. A thread reads, so that an interrupt is seen while the program runs.
 * Strings hold one byte in each char.
 */
final class PacketStream {
  /** More than any packet gdb sends after it was told the packet size. */
  private static final int MAX_PACKET = 1 << 20;

  private static final String END = "";

  private final InputStream in;
  private final OutputStream out;
  private final Runnable interrupt;
  private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
  private volatile boolean acknowledges = true;
  private volatile boolean closed;

  /**
   * @param interrupt called, from the reading thread, when gdb wants the program to stop or is gone
   */
  PacketStream(InputStream in, OutputStream out, Runnable interrupt) {
    this.in = new BufferedInputStream(in);
    this.out = out;
    this.interrupt = interrupt;
    Thread reader = new Thread(this::readAll, "gdb packets");
    reader.setDaemon(true);
    reader.start();
  }

  /** The next packet's data, or null when gdb has gone. */
  @Nullable String next() throws InterruptedException {
    if (closed && packets.isEmpty()) {
      return null;
    }
    String packet = packets.take();
    return packet.isEmpty() ? null : packet;
  }

  /** No acknowledgements from now on. */
  void stopAcknowledging() {
    acknowledges = false;
  }

  void send(String data) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream(data.length() + 8);
    packet.write('$');
    int sum = 0;
    for (int i = 0; i < data.length(); i++) {
      int b = data.charAt(i) & 0xff;
      if (b == '$' || b == '#' || b == '}' || b == '*') {
        packet.write('}');
        sum += '}';
        b ^= 0x20;
      }
      packet.write(b);
      sum += b;
    }
    packet.writeBytes(("#" + Hex.ofByte(sum & 0xff)).getBytes(StandardCharsets.ISO_8859_1));
    synchronized (out) {
      packet.writeTo(out);
      out.flush();
    }
  }

  private void readAll() {
    try {
      int b = in.read();
      while (b >= 0) {
        switch (b) {
          case '$' -> readPacket();
          case 3 -> interrupt.run();
          default -> {} // Acknowledgements, or noise between packets.
        }
        b = in.read();
      }
    } catch (IOException e) {
      // As if gdb had closed the connection.
    }
    closed = true;
    packets.add(END);
    interrupt.run();
  }

  private void readPacket() throws IOException {
    StringBuilder data = new StringBuilder();
    int sum = 0;
    int b = in.read();
    while (b >= 0 && b != '#' && data.length() < MAX_PACKET) {
      sum += b;
      if (b == '}') {
        b = in.read();
        sum += b;
        b ^= 0x20;
      }
      data.append((char) b);
      b = in.read();
    }
    int expected = Character.digit(in.read(), 16) << 4 | Character.digit(in.read(), 16);
    boolean good = expected == (sum & 0xff);
    if (acknowledges) {
      synchronized (out) {
        out.write(good ? '+' : '-');
        out.flush();
      }
    }
    if (good && !data.isEmpty()) {
      packets.add(data.toString());
    }
  }
}
