/* A disk that fails: preloaded, it counts the calls that concern files below one folder and lets the n-th go wrong.

   fault_arm(folder, nth, error, lasting) begins to count; nth 0 only counts. fault_count() says how many calls came.
   Reading, writing, syncing, cutting, renaming, linking and opening files are counted; taking one away never fails. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char folder[4096];
static long nth, counted;
static int error_number, lasts;

void fault_arm(const char *of, long at, int error, int lasting) {
    strncpy(folder, of, sizeof folder - 1);
    nth = at, counted = 0, error_number = error, lasts = lasting;
}

long fault_count(void) { return counted; }

static int below(const char *path) {
    size_t length = strlen(folder);
    return length && path && !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

static int goes_wrong(int concerned) {
    if (!concerned) return 0;
    counted++;
    if (!nth || counted < nth || (counted > nth && !lasts)) return 0;
    errno = error_number;
    return 1;
}

static int path_fails(const char *path) {
    struct stat found;
    return below(path) && (stat(path, &found) || !S_ISDIR(found.st_mode)) && goes_wrong(1);
}

static int fd_fails(int fd) {
    if (!folder[0]) return 0;
    char name[64], path[4096];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return goes_wrong(below(path));
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRAP(result, name, wrong, parameters, arguments, check) \
    result name parameters { \
        static __typeof__(&name) real; \
        if (!real) real = REAL(name); \
        if (check) return wrong; \
        return real arguments; \
    }

WRAP(ssize_t, read, -1, (int fd, void *to, size_t size), (fd, to, size), fd_fails(fd))
WRAP(ssize_t, pread, -1, (int fd, void *to, size_t size, off_t at), (fd, to, size, at), fd_fails(fd))
WRAP(ssize_t, pread64, -1, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at), fd_fails(fd))
WRAP(ssize_t, write, -1, (int fd, const void *from, size_t size), (fd, from, size), fd_fails(fd))
WRAP(ssize_t, pwrite, -1, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at), fd_fails(fd))
WRAP(ssize_t, pwrite64, -1, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at), fd_fails(fd))
WRAP(ssize_t, writev, -1, (int fd, const struct iovec *from, int count), (fd, from, count), fd_fails(fd))
WRAP(int, fsync, -1, (int fd), (fd), fd_fails(fd))
WRAP(int, fdatasync, -1, (int fd), (fd), fd_fails(fd))
WRAP(int, ftruncate, -1, (int fd, off_t size), (fd, size), fd_fails(fd))
WRAP(int, ftruncate64, -1, (int fd, off64_t size), (fd, size), fd_fails(fd))
WRAP(int, rename, -1, (const char *from, const char *to), (from, to), path_fails(from))
WRAP(int, link, -1, (const char *from, const char *to), (from, to), path_fails(from))

#define WRAP_OPEN(name) \
    int name(const char *path, int flags, ...) { \
        static int (*real)(const char *, int, ...); \
        if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if (path_fails(path)) return -1; \
        return real(path, flags, mode); \
    }

WRAP_OPEN(open)
WRAP_OPEN(open64)
