/* Opening the listening socket ourselves gives the system's own reason when it fails. */
#include "web/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

struct host_port {
	char host[64];
	unsigned port;
};

static enum err
split(struct ctx *c, const char *address, struct host_port *out)
{
	const char *colon = strrchr(address, ':');
	size_t n = colon ? (size_t)(colon - address) : 0;
	int64_t port;

	if (n == 0 || n >= sizeof out->host || !view_int(view_of(colon + 1), &port) || port < 0 || port > 65535)
		return fail(c, ERR_USAGE, "\"%s\" is no address to listen on: write HOST:PORT, such as 127.0.0.1:8080", address);
	if (address[0] == '[' && address[n - 1] == ']')
		memcpy(out->host, address + 1, n - 2), out->host[n - 2] = '\0';
	else
		memcpy(out->host, address, n), out->host[n] = '\0';
	if (strcmp(out->host, "localhost") == 0)
		strcpy(out->host, "127.0.0.1");
	out->port = (unsigned)port;
	return OK;
}

static enum err
resolve(struct ctx *c, const struct host_port *at, struct sockaddr_storage *out, socklen_t *n)
{
	struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)at->port)};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)at->port)};

	if (inet_pton(AF_INET, at->host, &four.sin_addr) == 1 && ntohl(four.sin_addr.s_addr) >> 24 == 127) {
		memcpy(out, &four, *n = sizeof four);
		return OK;
	}
	if (inet_pton(AF_INET6, at->host, &six.sin6_addr) == 1 && IN6_IS_ADDR_LOOPBACK(&six.sin6_addr)) {
		memcpy(out, &six, *n = sizeof six);
		return OK;
	}
	return fail(c, ERR_USAGE, "Bairn listens on this computer only (127.0.0.1, localhost or [::1]) until accounts exist; "
	    "%s would open it to others", at->host);
}

enum err
listen_open(struct ctx *c, const char *address, int *fd, unsigned *port)
{
	struct host_port at;
	struct sockaddr_storage to = {0};
	struct sockaddr_in bound;
	socklen_t n = 0, bound_n = sizeof to;

	TRY(split(c, address, &at));
	TRY(resolve(c, &at, &to, &n));
	*fd = socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (*fd < 0)
		return fail(c, ERR_SYSTEM, "no socket to listen on: %s", strerror(errno));
	setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
	if (bind(*fd, (struct sockaddr *)&to, n) != 0 || listen(*fd, 1024) != 0 ||
	    getsockname(*fd, (struct sockaddr *)&to, &bound_n) != 0) {
		int e = errno;

		close(*fd);
		return fail(c, ERR_SYSTEM, "cannot listen on %s: %s", address, strerror(e));
	}
	memcpy(&bound, &to, sizeof bound);      /* the port lies at the same place in both families */
	*port = ntohs(bound.sin_port);
	return OK;
}

const char *
listen_host(const char *address)
{
	if (strncmp(address, "[::1]", 5) == 0)
		return "[::1]";
	return strncmp(address, "127.0.0.1:", 10) == 0 ? "127.0.0.1" : "localhost";
}
