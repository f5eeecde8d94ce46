// What a plain program costs: client PORT ROOT.pem
// Does slices of work on command ("handshake 100") and answers what each took, "wall-ns cpu-ns"; for "idle N", the bytes
// that N connections hold. Blocking calls, the library's defaults.
#include <sys/resource.h>
#include <time.h>
#include "bench.h"

static SSL_CTX *context;
static int port;

static SSL *open_connection(void)
{
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    check(descriptor >= 0 && connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0, "connect");
    no_delay(descriptor);
    SSL *ssl = SSL_new(context);
    check(ssl != NULL && SSL_set_fd(ssl, descriptor) == 1, "SSL_new");
    check(SSL_set1_host(ssl, "localhost") == 1 && SSL_set_tlsext_host_name(ssl, "localhost") == 1, "SSL_set1_host");
    check(SSL_connect(ssl) == 1, "SSL_connect");
    return ssl;
}

static void close_connection(SSL *ssl)
{
    int descriptor = SSL_get_fd(ssl);
    SSL_free(ssl);
    close(descriptor);
}

static void request(SSL *ssl, char operation, uint64_t count)
{
    unsigned char header[HEADER];
    put_header(header, operation, count);
    write_all(ssl, header, HEADER);
}

static void handshake(uint64_t count)
{
    while (count-- > 0)
        close_connection(open_connection());
}

static void down(SSL *ssl, uint64_t count)
{
    static unsigned char buffer[CHUNK];
    request(ssl, 'd', count);
    while (count > 0) {
        int n = SSL_read(ssl, buffer, count < CHUNK ? (int)count : CHUNK);
        check(n > 0, "SSL_read");
        count -= (uint64_t)n;
    }
}

static void up(SSL *ssl, uint64_t count)
{
    static unsigned char buffer[CHUNK];
    request(ssl, 'u', count);
    while (count > 0) {
        size_t n = count < CHUNK ? (size_t)count : CHUNK;
        write_all(ssl, buffer, n);
        count -= n;
    }
    read_all(ssl, buffer, 1);
}

static void ping_pong(SSL *ssl, uint64_t count)
{
    unsigned char byte = 'x';
    request(ssl, 'p', count);
    while (count-- > 0) {
        write_all(ssl, &byte, 1);
        read_all(ssl, &byte, 1);
    }
}

static long resident_bytes(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    check(file != NULL && fscanf(file, "%*s %ld", &pages) == 1, "memory is read from /proc/self/statm, which this system does not have");
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

// They have carried data, as idle connections have.
static void hold(uint64_t count)
{
    while (count-- > 0)
        ping_pong(open_connection(), 1);
}

static uint64_t nanoseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int main(int count, char **arguments)
{
    check(count == 3, "usage: client PORT ROOT.pem");
    port = atoi(arguments[1]);
    context = new_context(TLS_client_method());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    check(SSL_CTX_load_verify_file(context, arguments[2]) == 1, arguments[2]);
    printf("ready\n");
    fflush(stdout);

    SSL *data = NULL;
    char row[32];
    unsigned long long amount;
    while (scanf("%31s %llu", row, &amount) == 2) {
        if (strcmp(row, "idle") == 0) {
            hold(50);
            long before = resident_bytes();
            hold(amount);
            printf("%ld 0\n", resident_bytes() - before);
            fflush(stdout);
            continue;
        }
        if (data == NULL && strcmp(row, "handshake") != 0)
            data = open_connection();
        uint64_t cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID), wall = nanoseconds(CLOCK_MONOTONIC);
        if (strcmp(row, "handshake") == 0)
            handshake(amount);
        else if (strcmp(row, "down") == 0)
            down(data, amount);
        else if (strcmp(row, "up") == 0)
            up(data, amount);
        else if (strcmp(row, "ping-pong") == 0)
            ping_pong(data, amount);
        else
            die("unknown row");
        wall = nanoseconds(CLOCK_MONOTONIC) - wall;
        cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        printf("%llu %llu\n", (unsigned long long)wall, (unsigned long long)cpu);
        fflush(stdout);
    }
    return 0;
}
