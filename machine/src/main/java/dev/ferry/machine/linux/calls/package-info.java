/**
 * The system calls: {@code SystemCalls} is the table, a class {@code *Calls} has each area. They
 * take arguments out of the guest's memory, check them, and ask the objects of the packages below;
 * what outlives a call belongs there. May use every package of {@code linux} but {@code boot}.
 */
@NullMarked
package dev.ferry.machine.linux.calls;

import org.jspecify.annotations.NullMarked;
