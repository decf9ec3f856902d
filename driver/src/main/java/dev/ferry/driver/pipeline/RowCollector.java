package dev.ferry.driver.pipeline;

import dev.ferry.machine.timing.Operation;
import dev.ferry.machine.timing.PipelineRow;
import dev.ferry.machine.timing.RowSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps the rows of a window, which is counted from the first time an address is reached. */
final class RowCollector implements RowSink {
  private final long start;
  private final long from;
  private final long count;
  private long base = -1;
  final List<PipelineRow> rows = new ArrayList<>();

  /**
   * @param start the address from which is counted; -1 for the first instruction
   * @param from number of the first instruction, from 0
   * @param count how many
   */
  RowCollector(long start, long from, long count) {
    this.start = start;
    this.from = from;
    this.count = count;
  }

  @Override
  public boolean wants(long index, Operation op) {
    if (base < 0) {
      if (start != -1 && op.pc != start) {
        return false;
      }
      base = index;
    }
    long number = index - base;
    return number >= from && number - from < count;
  }

  @Override
  public void row(PipelineRow row) {
    rows.add(row);
  }
}
