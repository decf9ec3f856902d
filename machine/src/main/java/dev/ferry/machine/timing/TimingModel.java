package dev.ferry.machine.timing;

/** Gives retired instructions their cycles. */
public interface TimingModel {
  /**
   * The next instruction has retired.
   *
   * @param address of its memory access, if it has one
   * @param nextPc where execution goes on
   */
  void retire(Operation op, long address, long nextPc);

  /** What has been counted so far. */
  TimingCounts counts();

  /** The model of a configuration; rows go to {@code sink}. */
  static TimingModel of(PipelineConfig config, RowSink sink, CodeSource code) {
    return switch (config.model) {
      case SINGLE -> new SingleCycle(sink);
      case FIVE_STAGE -> new InOrderPipeline(config, 1, sink, code);
      case DUAL -> new InOrderPipeline(config, 2, sink, code);
    };
  }
}
