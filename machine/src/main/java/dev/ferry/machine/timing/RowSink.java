package dev.ferry.machine.timing;

/** Gets the diagram, a row an instruction. */
public interface RowSink {
  /** No diagram. */
  RowSink NONE =
      new RowSink() {
        @Override
        public boolean wants(long index, Operation op) {
          return false;
        }

        @Override
        public void row(PipelineRow row) {}
      };

  /** Whether the row of a retired instruction is wanted; its number is from 0. */
  boolean wants(long index, Operation op);

  /** A row, in the order of fetch. */
  void row(PipelineRow row);
}
