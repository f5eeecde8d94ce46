// What a plain program costs: client PORT ROOT.pem
// Does slices of work on command ("handshake 100") and answers what each took, "wall-ns cpu-ns"; for "idle N", the bytes
// that N connections hold; for "memory", the most that this process ever held. Blocking calls, the library's defaults.
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include "bench.h"

enum { IN_FLIGHT = 50, CROWD = 200 };

static SSL_CTX *context;
static int port;

static SSL *open_with(SSL_SESSION *session)
{
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    check(descriptor >= 0 && connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0, "connect");
    no_delay(descriptor);
    SSL *ssl = SSL_new(context);
    check(ssl != NULL && SSL_set_fd(ssl, descriptor) == 1, "SSL_new");
    check(SSL_set1_host(ssl, "localhost") == 1 && SSL_set_tlsext_host_name(ssl, "localhost") == 1, "SSL_set1_host");
    check(session == NULL || SSL_set_session(ssl, session) == 1, "SSL_set_session");
    check(SSL_connect(ssl) == 1, "SSL_connect");
    return ssl;
}

static SSL *open_connection(void)
{
    return open_with(NULL);
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
    static _Thread_local unsigned char buffer[CHUNK];
    request(ssl, 'd', count);
    while (count > 0) {
        int n = SSL_read(ssl, buffer, count < CHUNK ? (int)count : CHUNK);
        check(n > 0, "SSL_read");
        count -= (uint64_t)n;
    }
}

static void up(SSL *ssl, uint64_t count)
{
    static _Thread_local unsigned char buffer[CHUNK];
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

// A resumed handshake each, and a byte there and back, behind which the next ticket has come.
static void resume(uint64_t count)
{
    static SSL_SESSION *session;
    while (count-- > 0) {
        SSL *ssl = open_with(session);
        check(session == NULL || SSL_session_reused(ssl), "a session was not resumed");
        ping_pong(ssl, 1);
        SSL_SESSION_free(session);
        session = SSL_get1_session(ssl);
        // Else the session is thrown away with a connection that ends without a farewell.
        SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
        close_connection(ssl);
    }
}

static atomic_llong left;

static void *check_hosts(void *unused)
{
    (void)unused;
    while (atomic_fetch_sub(&left, 1) > 0)
        close_connection(open_connection());
    return NULL;
}

static SSL *crowd[CROWD];
static uint64_t each;

static void *down_one(void *ssl)
{
    down(ssl, each);
    return NULL;
}

static void *up_one(void *ssl)
{
    up(ssl, each);
    return NULL;
}

static void on_threads(int threads, void *(*work)(void *), SSL **arguments)
{
    pthread_t started[CROWD];
    for (int i = 0; i < threads; i++)
        check(pthread_create(&started[i], NULL, work, arguments == NULL ? NULL : arguments[i]) == 0, "pthread_create");
    for (int i = 0; i < threads; i++)
        pthread_join(started[i], NULL);
}

// As many hosts, 50 at a time: connect, verify, close.
static void hosts(uint64_t count)
{
    atomic_store(&left, (long long)count);
    on_threads(IN_FLIGHT, check_hosts, NULL);
}

// 200 standing connections move as many bytes between them, all at once.
static void many(void *(*work)(void *), uint64_t count)
{
    for (int i = 0; i < CROWD && crowd[i] == NULL; i++)
        crowd[i] = open_connection();
    each = count / CROWD;
    on_threads(CROWD, work, crowd);
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
        if (strcmp(row, "memory") == 0) {
            struct rusage usage;
            getrusage(RUSAGE_SELF, &usage);
            printf("%ld 0\n", usage.ru_maxrss * 1024);
            fflush(stdout);
            continue;
        }
        if (data == NULL && (strcmp(row, "down") == 0 || strcmp(row, "up") == 0 || strcmp(row, "ping-pong") == 0))
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
        else if (strcmp(row, "hosts") == 0)
            hosts(amount);
        else if (strcmp(row, "many-down") == 0)
            many(down_one, amount);
        else if (strcmp(row, "many-up") == 0)
            many(up_one, amount);
        else if (strcmp(row, "resume") == 0)
            resume(amount);
        else
            die("unknown row");
        wall = nanoseconds(CLOCK_MONOTONIC) - wall;
        cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        printf("%llu %llu\n", (unsigned long long)wall, (unsigned long long)cpu);
        fflush(stdout);
    }
    return 0;
}
