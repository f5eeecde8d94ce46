// What client and server share: they print one line and end when anything fails, because a figure of a run that went
// wrong is worse than none.
#ifndef BENCH_H
#define BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

enum { CHUNK = 64 * 1024, HEADER = 9 };

static inline void die(const char *what)
{
    printf("error: %s", what);
    for (unsigned long code; (code = ERR_get_error()) != 0;)
        printf(": %s", ERR_error_string(code, NULL));
    printf("\n");
    fflush(stdout);
    exit(1);
}

static inline void check(int good, const char *what)
{
    if (!good)
        die(what);
}

static inline void no_delay(int descriptor)
{
    int on = 1;
    check(setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0, "setsockopt");
}

// TLS 1.3, one suite, and no tickets: every handshake is a full one.
static inline SSL_CTX *new_context(const SSL_METHOD *method)
{
    SSL_CTX *context = SSL_CTX_new(method);
    check(context != NULL, "SSL_CTX_new");
    check(SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1, "SSL_CTX_set_min_proto_version");
    check(SSL_CTX_set_ciphersuites(context, "TLS_AES_256_GCM_SHA384") == 1, "SSL_CTX_set_ciphersuites");
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    return context;
}

static inline void read_all(SSL *ssl, unsigned char *buffer, size_t count)
{
    while (count > 0) {
        int n = SSL_read(ssl, buffer, (int)count);
        check(n > 0, "SSL_read");
        buffer += n;
        count -= (size_t)n;
    }
}

static inline void write_all(SSL *ssl, const unsigned char *buffer, size_t count)
{
    check(SSL_write(ssl, buffer, (int)count) == (int)count, "SSL_write");
}

// A request is an operation ('d'own, 'u'p, 'p'ing-pong) and its count, little-endian.
static inline void put_header(unsigned char *header, char operation, uint64_t count)
{
    header[0] = (unsigned char)operation;
    for (int i = 0; i < 8; i++)
        header[1 + i] = (unsigned char)(count >> (8 * i));
}

static inline uint64_t get_count(const unsigned char *header)
{
    uint64_t count = 0;
    for (int i = 0; i < 8; i++)
        count |= (uint64_t)header[1 + i] << (8 * i);
    return count;
}

static inline uint64_t nanoseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

#endif
