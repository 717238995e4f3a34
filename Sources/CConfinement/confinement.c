// SPDX-License-Identifier: Apache-2.0
#ifdef __linux__
#define _GNU_SOURCE
#endif
#include "CConfinement.h"

#include <errno.h>

#ifdef __linux__
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

int bench_set_affinity(const uint64_t *bits, int words) {
  return sched_setaffinity(0, (size_t)words * 8, (const cpu_set_t *)bits) == 0 ? 0 : errno;
}

int bench_get_affinity(int thread, uint64_t *bits, int words) {
  memset(bits, 0, (size_t)words * 8);
  return sched_getaffinity(thread, (size_t)words * 8, (cpu_set_t *)bits) == 0 ? 0 : errno;
}

static void write_text(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  ssize_t written = write(file, text, strlen(text));
  (void)written;
  close(file);
}

/// In the new user namespace the process stays the user that it was.
static void keep_identity(unsigned user, unsigned group) {
  char map[64];
  write_text("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "%u %u 1", user, user);
  write_text("/proc/self/uid_map", map);
  snprintf(map, sizeof map, "%u %u 1", group, group);
  write_text("/proc/self/gid_map", map);
}

static void raise_loopback(void) {
  int file = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (file < 0) return;
  struct ifreq device;
  memset(&device, 0, sizeof device);
  strcpy(device.ifr_name, "lo");
  device.ifr_flags = IFF_UP;
  ioctl(file, SIOCSIFFLAGS, &device);
  close(file);
}

int bench_leave_network(void) {
  if (unshare(CLONE_NEWNET) != 0) {
    if (errno != EPERM) return errno;
    unsigned user = getuid(), group = getgid();
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return errno;
    keep_identity(user, group);
  }
  raise_loopback();
  return 0;
}

int bench_reaches_network(void) {
  // An address for documentation (RFC 5737): connecting a datagram socket only looks for a route.
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9)};
  inet_pton(AF_INET, "192.0.2.1", &address.sin_addr);
  int file = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (file < 0) return 0;
  int reached = connect(file, (struct sockaddr *)&address, sizeof address) == 0;
  close(file);
  return reached;
}
#else
int bench_set_affinity(const uint64_t *bits, int words) {
  (void)bits, (void)words;
  return ENOTSUP;
}

int bench_get_affinity(int thread, uint64_t *bits, int words) {
  (void)thread, (void)bits, (void)words;
  return ENOTSUP;
}

int bench_leave_network(void) { return ENOTSUP; }

int bench_reaches_network(void) { return 1; }
#endif
