/* What a run of the program wants of the system before it begins. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

/* Once, before anything is opened.
 *
 * Standard input, output and error that the caller closed are there, and refuse to be read or written. No core is written, for it would
 * hold what the memory held. Who reads our output may go, and a file
 * that grows beyond what the caller allows is an error of write() like a full disk. Where a page of a file that was mapped cannot be read, the program says so and
 * ends with ERR_SYSTEM. */
void process_prepare(void);

#endif
