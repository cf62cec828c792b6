/* What newer processors do at once, where there are any. */
#ifndef BASE_PROCESSOR_H
#define BASE_PROCESSOR_H

/* Before a function that is loops over arrays of whole numbers: it is compiled for several generations of x86-64, and the program takes the
 * newest that the machine has when it starts. All give the same. By GCC 12 and glibc, which can; not for sanitizers, which come to life after
 * that choice. */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && __GNUC__ >= 12 && !defined(__SANITIZE_ADDRESS__) && \
	!defined(__SANITIZE_THREAD__)
#define FOR_NEWER_PROCESSORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_NEWER_PROCESSORS
#endif

#endif
