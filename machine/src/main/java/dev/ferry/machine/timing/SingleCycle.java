package dev.ferry.machine.timing;

/** The single-cycle machine: one instruction, one cycle. */
final class SingleCycle implements TimingModel {
  private final TimingCounts counts = new TimingCounts();
  private final RowSink sink;

  SingleCycle(RowSink sink) {
    this.sink = sink;
  }

  @Override
  public void retire(Operation op, long address, long nextPc) {
    long index = counts.instructions;
    counts.count(op, nextPc);
    counts.cycles++;
    op.executions++;
    op.cycles++;
    if (sink.wants(index, op)) {
      sink.row(new PipelineRow(index, op, false, index + 1, index + 2));
    }
  }

  @Override
  public TimingCounts counts() {
    return counts;
  }
}
