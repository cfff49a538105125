/* pcapng.c - a run as a capture file; see pcapng.h. */
#include "pcapng.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sentence.h"
#include "text.h"
#include "unroll.h"

enum {
    BLOCK_SECTION = 0x0a0d0d0a, BLOCK_INTERFACE = 1, BLOCK_PACKET = 6,
    OPTION_END = 0, OPTION_COMMENT = 1, OPTION_APPLICATION = 4, /* of the section */
    BYTE_ORDER_MAGIC = 0x1a2b3c4d,
    LINKTYPE_IPV4 = 228,
    IP_HEADER = 20, TCP_HEADER = 20, TEXT_MAX = 65535 - IP_HEADER - TCP_HEADER,
    WINDOW = 64240, PROTOCOL_TCP = 6
};

static const uint8_t  addresses[TRACE_ENDS][4] = { { 192, 0, 2, 1 }, { 192, 0, 2, 2 } };
static const uint16_t ports[TRACE_ENDS]        = { 40000, 9 }; /* 9 is discard: no reader takes the text for a protocol */

/* ---------------------------------------------------------------- bytes */

/* pcapng is written in the byte order of the machine, and says which; here always the same. */
static void add32(struct text *text, uint32_t value)
{
    char bytes[4];
    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(value >> 8 * i);
    text_add_bytes(text, bytes, sizeof bytes);
}

static void add16(struct text *text, unsigned value)
{
    char bytes[2] = { (char)value, (char)(value >> 8) };
    text_add_bytes(text, bytes, sizeof bytes);
}

static void add_padding(struct text *text)
{
    while (text->length % 4 != 0)
        text_add_bytes(text, "", 1);
}

static void add_option(struct text *text, unsigned code, const char *value)
{
    size_t length = strlen(value) > UINT16_MAX ? UINT16_MAX : strlen(value);
    add16(text, code);
    add16(text, (unsigned)length);
    text_add_bytes(text, value, length);
    add_padding(text);
}

static void write_block(FILE *out, uint32_t type, struct text *body)
{
    struct text block = {0};
    add_padding(body);
    add32(&block, type);
    add32(&block, (uint32_t)body->length + 12);
    text_add_bytes(&block, text_get(body), body->length);
    add32(&block, (uint32_t)body->length + 12);
    fwrite(text_get(&block), 1, block.length, out);
    text_free(&block);
    text_free(body);
}

/* ---------------------------------------------------------------- headers */

static void put16(uint8_t *at, unsigned value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value & 0xffff);
}

/* RFC 1071, added up to a sum that is begun. */
static uint32_t add_up(uint32_t sum, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        sum += i % 2 == 0 ? (uint32_t)bytes[i] << 8 : bytes[i];
    return sum;
}

static unsigned checksum(uint32_t sum)
{
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum & 0xffff;
}

static void put_ip(uint8_t *ip, unsigned sender, unsigned number, size_t length)
{
    ip[0] = 0x45;
    put16(ip + 2, (unsigned)length);
    put16(ip + 4, number & 0xffff);
    ip[6] = 0x40; /* do not fragment */
    ip[8] = 64;
    ip[9] = PROTOCOL_TCP;
    memcpy(ip + 12, addresses[sender], 4);
    memcpy(ip + 16, addresses[sender ^ 1], 4);
    put16(ip + 10, checksum(add_up(0, ip, IP_HEADER)));
}

static void put_tcp(uint8_t *ip, unsigned sender, const struct engine_segment *segment)
{
    uint8_t *tcp    = ip + IP_HEADER;
    size_t   length = TCP_HEADER + segment->text;
    put16(tcp, ports[sender]);
    put16(tcp + 2, ports[sender ^ 1]);
    put32(tcp + 4, segment->seq);
    put32(tcp + 8, segment->ack);
    tcp[12] = 5 << 4;
    tcp[13] = segment->flags;
    put16(tcp + 14, segment->has_window ? (uint16_t)segment->window : WINDOW);
    memset(tcp + TCP_HEADER, '.', segment->text);
    uint32_t pseudo = add_up(0, ip + 12, 8) + PROTOCOL_TCP + (uint32_t)length;
    put16(tcp + 16, checksum(add_up(pseudo, tcp, length)));
}

/* ---------------------------------------------------------------- comments */

static void add_rows(struct text *text, const struct run *run, const struct trace_record *cause)
{
    char identity[TRACE_IDENTITY_MAX];
    for (unsigned i = 0; i < cause->n_fired; i++) {
        trace_identity(identity, &run->names, &cause->fired[i]);
        text_add(text, "\n  %s  @ %s", identity, trace_cite(&run->names, &cause->fired[i]));
    }
}

static void add_step(struct text *text, const struct run *run, uint32_t step)
{
    text_add(text, "%" PRIu32 ". ", step);
    sentence_add_step(text, run, step);
    add_rows(text, run, run_cause(run, step));
}

/* Where the segment's way ends: the step in which it arrives or is lost; 0 where it does not. */
static uint32_t end_of(const struct run *run, const struct trace_record *record)
{
    for (size_t i = 0; i < run->n_records && record->number > 0; i++)
        if (run->records[i].number == record->number
            && (run->records[i].kind == TRACE_RECEIVE || run->records[i].kind == TRACE_LOSE))
            return run->records[i].step;
    return 0;
}

static void add_comment(struct text *text, const struct run *run,
                        const struct trace_record *record)
{
    uint32_t end = end_of(run, record);
    add_step(text, run, record->step);
    if (end > record->step) {
        text_add(text, "\n");
        add_step(text, run, end);
    } else if (end == 0 && record->number > 0) {
        text_add(text, "\nIt is still on its way when the run ends.");
    }
}

/* ---------------------------------------------------------------- packets */

static bool is_packet(const struct trace_record *record)
{
    return record->kind == TRACE_SEND || record->kind == TRACE_COPY
           || (record->kind == TRACE_RECEIVE && record->number == 0);
}

static unsigned sender_of(const struct trace_record *record)
{
    return record->kind == TRACE_SEND ? record->end : record->end ^ 1U;
}

static uint64_t time_of(const struct trace_record *record)
{
    return record->time_us != TRACE_TIME_UNKNOWN ? record->time_us
                                                 : (uint64_t)record->step * 1000000;
}

static void write_packet(FILE *out, const struct run *run, const struct trace_record *record,
                         struct unroller *u)
{
    unsigned              sender  = sender_of(record);
    struct engine_segment segment = unroll_segment(u, sender, record->segment);
    struct text           body = {0}, comment = {0};
    if (segment.text > TEXT_MAX)
        segment.text = TEXT_MAX;
    size_t                length = IP_HEADER + TCP_HEADER + segment.text;
    uint8_t              *packet = memory_get(1, length);
    put_ip(packet, sender, record->number, length);
    put_tcp(packet, sender, &segment);
    add_comment(&comment, run, record);
    add32(&body, 0); /* the interface */
    add32(&body, (uint32_t)(time_of(record) >> 32));
    add32(&body, (uint32_t)time_of(record));
    add32(&body, (uint32_t)length);
    add32(&body, (uint32_t)length);
    text_add_bytes(&body, (const char *)packet, length);
    add_padding(&body);
    add_option(&body, OPTION_COMMENT, text_get(&comment));
    add32(&body, OPTION_END);
    write_block(out, BLOCK_PACKET, &body);
    text_free(&comment);
    free(packet);
}

static void write_section(FILE *out, const struct run *run)
{
    struct text body = {0}, comment = {0};
    text_add(&comment, "%s: %s\n%s\n%s%s%s\n%s", run->bound, run->text, run->assumptions,
             run_claim_name(run), run->claim != RUN_NO_CLAIM ? ": " : "", run_claim_text(run),
             run->command);
    add32(&body, BYTE_ORDER_MAGIC);
    add16(&body, 1);
    add16(&body, 0);
    add32(&body, UINT32_MAX); /* the length of the section is not said */
    add32(&body, UINT32_MAX);
    add_option(&body, OPTION_COMMENT, text_get(&comment));
    add_option(&body, OPTION_APPLICATION, "eleven");
    add32(&body, OPTION_END);
    write_block(out, BLOCK_SECTION, &body);
    text_free(&comment);
}

static void write_interface(FILE *out)
{
    struct text body = {0};
    add16(&body, LINKTYPE_IPV4);
    add16(&body, 0);
    add32(&body, 0); /* packets are whole */
    write_block(out, BLOCK_INTERFACE, &body);
}

void pcapng_write(FILE *out, const struct run *run)
{
    struct unroller u = { run->seq_bits, { 0x10000, 0x20000 } };
    write_section(out, run);
    write_interface(out);
    for (size_t i = 0; i < run->n_records; i++)
        if (is_packet(&run->records[i]))
            write_packet(out, run, &run->records[i], &u);
}
