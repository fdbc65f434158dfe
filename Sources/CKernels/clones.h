#pragma once
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define IS_WATCHED  // clones are picked before ThreadSanitizer is ready, which ends the program
#endif
#endif
#if defined(__x86_64__) && defined(__linux__) && !defined(IS_WATCHED)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES  // arm64 has NEON in any case
#endif
