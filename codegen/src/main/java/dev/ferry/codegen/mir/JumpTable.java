package dev.ferry.codegen.mir;

import java.util.List;

/**
 * Payload of JUMP_TABLE.
 *
 * @param id dense in its function, for the label
 * @param targets by index
 * @param relative entries are differences from the table's address instead of 4-byte addresses
 */
public record JumpTable(int id, List<MBlock> targets, boolean relative) {}
