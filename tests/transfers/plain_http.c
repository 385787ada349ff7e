#include "plain_http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"

static int dial(const char *address) {
  const struct sockaddr_in to = socket_address(address);
  int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (line < 0 || connect(line, (struct sockaddr *)&to, sizeof to) != 0) abort();
  return line;
}

plain_answer_t plain_http(const char *address, const char *method, const char *url, const char *fields,
                          const char *body) {
  plain_answer_t answer = {0};
  char whole[16384];
  const char *host = strstr(url, "://");
  if (!host) return answer;
  host += 3;
  size_t host_length = strcspn(host, "/?"), length = 0;
  int line = dial(address);
  dprintf(line, "%s %s HTTP/1.1\r\nHost: %.*s\r\nConnection: close\r\n%s", method, host + host_length,
          (int)host_length, host, fields);
  if (body) dprintf(line, "Content-Length: %zu\r\n", strlen(body));
  dprintf(line, "\r\n%s", body ? body : "");
  for (ssize_t got = 1; got > 0; length += got > 0 ? (size_t)got : 0)
    got = read(line, whole + length, sizeof whole - 1 - length);
  close(line);
  whole[length] = '\0';
  const char *rest = strstr(whole, "\r\n\r\n");
  if (!rest || sscanf(whole, "HTTP/1.1 %d", &answer.status) != 1) return answer;
  rest += 4;
  answer.length = length - (size_t)(rest - whole);
  snprintf(answer.head, sizeof answer.head, "%.*s", (int)(rest - whole), whole);
  snprintf(answer.body, sizeof answer.body, "%s", rest);
  return answer;
}
