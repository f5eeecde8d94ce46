// The peer of every client: server CHAIN.pem KEY.pem [tickets]
// Prints its port, serves each connection on a thread of its own, answers each line with the CPU time that it has used, and
// ends when its standard input does.
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include "bench.h"

static SSL_CTX *context;

static void send_down(SSL *ssl, unsigned char *buffer, uint64_t count)
{
    while (count > 0) {
        size_t n = count < CHUNK ? (size_t)count : CHUNK;
        if (SSL_write(ssl, buffer, (int)n) <= 0)
            return;
        count -= n;
    }
}

static void take_up(SSL *ssl, unsigned char *buffer, uint64_t count)
{
    while (count > 0) {
        int n = SSL_read(ssl, buffer, count < CHUNK ? (int)count : CHUNK);
        if (n <= 0)
            return;
        count -= (uint64_t)n;
    }
    SSL_write(ssl, buffer, 1);
}

static void echo(SSL *ssl, uint64_t count)
{
    unsigned char byte;
    while (count-- > 0 && SSL_read(ssl, &byte, 1) == 1 && SSL_write(ssl, &byte, 1) == 1)
        ;
}

static int read_header(SSL *ssl, unsigned char *header)
{
    for (int at = 0; at < HEADER;) {
        int n = SSL_read(ssl, header + at, HEADER - at);
        if (n <= 0)
            return 0;
        at += n;
    }
    return 1;
}

static void *serve(void *argument)
{
    int descriptor = (int)(intptr_t)argument;
    no_delay(descriptor);
    SSL *ssl = SSL_new(context);
    unsigned char header[HEADER];
    if (SSL_set_fd(ssl, descriptor) == 1 && SSL_accept(ssl) == 1) {
        unsigned char *buffer = NULL;
        while (read_header(ssl, header)) {
            if (header[0] != 'p' && buffer == NULL)
                buffer = calloc(1, CHUNK);
            switch (header[0]) {
            case 'd': send_down(ssl, buffer, get_count(header)); break;
            case 'u': take_up(ssl, buffer, get_count(header)); break;
            case 'p': echo(ssl, get_count(header)); break;
            }
        }
        free(buffer);
    }
    SSL_free(ssl);
    close(descriptor);
    ERR_clear_error();
    return NULL;
}

static void *accept_all(void *argument)
{
    int listener = (int)(intptr_t)argument;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    // A thousand idle connections are a thousand threads.
    pthread_attr_setstacksize(&attributes, 256 * 1024);
    for (;;) {
        int descriptor = accept(listener, NULL, NULL);
        pthread_t thread;
        if (descriptor >= 0 && pthread_create(&thread, &attributes, serve, (void *)(intptr_t)descriptor) != 0)
            close(descriptor);
    }
    return NULL;
}

int main(int count, char **arguments)
{
    check(count == 3 || (count == 4 && strcmp(arguments[3], "tickets") == 0), "usage: server CHAIN.pem KEY.pem [tickets]");
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }

    context = new_context(TLS_server_method());
    check(SSL_CTX_set_num_tickets(context, count == 4 ? 1 : 0) == 1, "SSL_CTX_set_num_tickets");
    check(SSL_CTX_use_certificate_chain_file(context, arguments[1]) == 1, arguments[1]);
    check(SSL_CTX_use_PrivateKey_file(context, arguments[2], SSL_FILETYPE_PEM) == 1, arguments[2]);

    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    check(bind(listener, (struct sockaddr *)&address, length) == 0 && listen(listener, 1024) == 0, "listen");
    check(getsockname(listener, (struct sockaddr *)&address, &length) == 0, "getsockname");
    pthread_t acceptor;
    check(pthread_create(&acceptor, NULL, accept_all, (void *)(intptr_t)listener) == 0, "pthread_create");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);

    for (int letter; (letter = getchar()) != EOF;) {
        if (letter != '\n')
            continue;
        printf("0 %llu\n", (unsigned long long)nanoseconds(CLOCK_PROCESS_CPUTIME_ID));
        fflush(stdout);
    }
    // The threads still use what exit would take away.
    _exit(0);
}
