/**
 * What a user says of a guest before it runs (what it is granted, what it may use) and hears at its
 * end. The parts below make a Linux of it, in the order abi, waiting, kernel; files, terminals,
 * proc, sockets, ipc; trace, calls; boot. May use {@code symbols} and {@code linux.abi}; all parts
 * but {@code abi} and {@code waiting} may use this.
 */
@NullMarked
package dev.ferry.machine.linux;

import org.jspecify.annotations.NullMarked;
