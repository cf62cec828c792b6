/* The barest libmicrohttpd server that answers the same bytes: what the benchmark holds ours against. */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static enum MHD_Result
answer(void *with, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
    const char *body, size_t *n, void **request)
{
	static char small[] = "small\n";
	struct MHD_Response *r = MHD_create_response_from_buffer(sizeof small - 1, small, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result;

	(void)with, (void)url, (void)method, (void)version, (void)body, (void)n;
	if (*request == NULL) {         /* a reply to the first call would end the connection */
		*request = small;
		MHD_destroy_response(r);
		return MHD_YES;
	}
	MHD_add_response_header(r, "Content-Type", "text/plain; charset=utf-8");
	result = MHD_queue_response(mhd, 200, r);
	MHD_destroy_response(r);
	return result;
}

int
main(void)
{
	unsigned threads = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
	struct MHD_Daemon *mhd = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, NULL,
	    MHD_OPTION_THREAD_POOL_SIZE, threads > 8 ? 8 : threads, MHD_OPTION_END);

	if (mhd == NULL)
		return 1;
	fprintf(stderr, "http://127.0.0.1:%u\n", MHD_get_daemon_info(mhd, MHD_DAEMON_INFO_BIND_PORT)->port);
	pause();
	return 0;
}
