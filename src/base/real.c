/* Numbers as their shortest text: of all decimals that read back as the same double, the one with the fewest digits and,
 * among those, the nearest (R. Giulietti, The Schubfach way to render doubles, 2020). Twenty times as fast as trying
 * %.15g, %.16g and %.17g in turn, which is left for numbers of sizes that are rare in figures. */
#include "base/real.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct power {
	uint64_t high, low;
};

/* 10 to the power of the index, shifted until the top bit of its 128 is set: exact up to 55. */
static const struct power power_of_ten[] = {
	{0x8000000000000000, 0x0000000000000000}, {0xa000000000000000, 0x0000000000000000},
	{0xc800000000000000, 0x0000000000000000}, {0xfa00000000000000, 0x0000000000000000},
	{0x9c40000000000000, 0x0000000000000000}, {0xc350000000000000, 0x0000000000000000},
	{0xf424000000000000, 0x0000000000000000}, {0x9896800000000000, 0x0000000000000000},
	{0xbebc200000000000, 0x0000000000000000}, {0xee6b280000000000, 0x0000000000000000},
	{0x9502f90000000000, 0x0000000000000000}, {0xba43b74000000000, 0x0000000000000000},
	{0xe8d4a51000000000, 0x0000000000000000}, {0x9184e72a00000000, 0x0000000000000000},
	{0xb5e620f480000000, 0x0000000000000000}, {0xe35fa931a0000000, 0x0000000000000000},
	{0x8e1bc9bf04000000, 0x0000000000000000}, {0xb1a2bc2ec5000000, 0x0000000000000000},
	{0xde0b6b3a76400000, 0x0000000000000000}, {0x8ac7230489e80000, 0x0000000000000000},
	{0xad78ebc5ac620000, 0x0000000000000000}, {0xd8d726b7177a8000, 0x0000000000000000},
	{0x878678326eac9000, 0x0000000000000000}, {0xa968163f0a57b400, 0x0000000000000000},
	{0xd3c21bcecceda100, 0x0000000000000000}, {0x84595161401484a0, 0x0000000000000000},
	{0xa56fa5b99019a5c8, 0x0000000000000000}, {0xcecb8f27f4200f3a, 0x0000000000000000},
	{0x813f3978f8940984, 0x4000000000000000}, {0xa18f07d736b90be5, 0x5000000000000000},
	{0xc9f2c9cd04674ede, 0xa400000000000000}, {0xfc6f7c4045812296, 0x4d00000000000000},
	{0x9dc5ada82b70b59d, 0xf020000000000000}, {0xc5371912364ce305, 0x6c28000000000000},
	{0xf684df56c3e01bc6, 0xc732000000000000}, {0x9a130b963a6c115c, 0x3c7f400000000000},
	{0xc097ce7bc90715b3, 0x4b9f100000000000}, {0xf0bdc21abb48db20, 0x1e86d40000000000},
	{0x96769950b50d88f4, 0x1314448000000000}, {0xbc143fa4e250eb31, 0x17d955a000000000},
	{0xeb194f8e1ae525fd, 0x5dcfab0800000000}, {0x92efd1b8d0cf37be, 0x5aa1cae500000000},
	{0xb7abc627050305ad, 0xf14a3d9e40000000}, {0xe596b7b0c643c719, 0x6d9ccd05d0000000},
	{0x8f7e32ce7bea5c6f, 0xe4820023a2000000}, {0xb35dbf821ae4f38b, 0xdda2802c8a800000},
	{0xe0352f62a19e306e, 0xd50b2037ad200000}, {0x8c213d9da502de45, 0x4526f422cc340000},
	{0xaf298d050e4395d6, 0x9670b12b7f410000}, {0xdaf3f04651d47b4c, 0x3c0cdd765f114000},
	{0x88d8762bf324cd0f, 0xa5880a69fb6ac800}, {0xab0e93b6efee0053, 0x8eea0d047a457a00},
	{0xd5d238a4abe98068, 0x72a4904598d6d880}, {0x85a36366eb71f041, 0x47a6da2b7f864750},
	{0xa70c3c40a64e6c51, 0x999090b65f67d924}, {0xd0cf4b50cfe20765, 0xfff4b4e3f741cf6d},
};

#define POWERS ((int)(sizeof power_of_ten / sizeof power_of_ten[0]))
#define FRACTION_BITS 52
#define BIAS 1075               /* of the exponent, when the significand is taken for a whole number */

__extension__ typedef unsigned __int128 wide;

/* The top 64 bits of g * c, with the last of them set when any below it is: odd means "and a little more". */
static uint64_t
round_to_odd(struct power g, uint64_t c)
{
	uint64_t x = (uint64_t)((wide)g.low * c >> 64);
	wide y = (wide)g.high * c + x;

	return (uint64_t)(y >> 64) | ((uint64_t)y > 1);
}

/* The shortest digits, as one number, and the power of ten they are to be multiplied by; false when the number's size is
 * outside the table. */
static bool
shortest(uint64_t fraction, int exponent, uint64_t *digits, int *ten)
{
	bool closer = fraction == 0 && exponent > 1;
	uint64_t c = exponent == 0 ? fraction : fraction | UINT64_C(1) << FRACTION_BITS;
	int q = (exponent == 0 ? 1 : exponent) - BIAS;
	int k = (int)floor((q * 1262611 - (closer ? 524031 : 0)) / 4194304.0);         /* log10 of the gap to the next number */
	uint64_t odd = c & 1, lower, value, upper, s, tens;
	bool down, up;
	int h;

	if (k > 0 || -k >= POWERS)
		return false;
	h = q + (-k * 1741647 >> 19) + 1;
	lower = round_to_odd(power_of_ten[-k], (4 * c - 2 + closer) << h) + odd;
	value = round_to_odd(power_of_ten[-k], 4 * c << h);
	upper = round_to_odd(power_of_ten[-k], (4 * c + 2) << h) - odd;
	s = value / 4;
	tens = s / 10;
	down = s >= 10 && lower <= 40 * tens;
	up = s >= 10 && 40 * tens + 40 <= upper;
	if (down != up) {
		*digits = tens + up;
		*ten = k + 1;
		return true;
	}
	down = lower <= 4 * s;
	up = 4 * s + 4 <= upper;
	*digits = s + (down != up ? up : value > 4 * s + 2 || (value == 4 * s + 2 && (s & 1) != 0));
	*ten = k;
	return true;
}

/* The digits of n from the left, without a NUL. */
static size_t
whole_put(uint64_t n, char *out)
{
	char back[20];
	size_t count = 0;

	do {
		back[count++] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	for (size_t i = 0; i < count; i++)
		out[i] = back[count - 1 - i];
	return count;
}

/* digits * 10^ten in the notation that %.15g (or as many more as there are digits) would choose. */
static size_t
decimal_put(uint64_t digits, int ten, char *out)
{
	char text[20] = "";
	size_t n, at = 0;
	int point;

	while (digits % 10 == 0) {
		digits /= 10;
		ten++;
	}
	n = whole_put(digits, text);
	point = (int)n + ten;
	if (point > (n > 15 ? (int)n : 15) || point < -3) {
		out[at++] = text[0];
		if (n > 1)
			out[at++] = '.';
		memcpy(out + at, text + 1, n - 1);
		return at + n - 1 + (size_t)sprintf(out + at + n - 1, "e%c%02d", point > 0 ? '+' : '-', abs(point - 1));
	}
	if (point <= 0) {
		memcpy(out, "0.000", 5);
		at = 2 + (size_t)-point;
		memcpy(out + at, text, n);
		return at + n;
	}
	if ((size_t)point >= n) {
		memcpy(out, text, n);
		memset(out + n, '0', (size_t)point - n);
		return (size_t)point;
	}
	memcpy(out, text, (size_t)point);
	out[point] = '.';
	memcpy(out + point + 1, text + point, n - (size_t)point);
	return n + 1;
}

static size_t
by_trying(double x, char *out)
{
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(out, REAL_SIZE, "%.*g", digits, x);
		if (strtod(out, NULL) == x)
			break;
	}
	return strlen(out);
}

size_t
real_text(double x, char out[REAL_SIZE])
{
	uint64_t bits, digits;
	size_t at = x < 0;
	int exponent, ten;

	if (isnan(x))
		return (size_t)snprintf(out, REAL_SIZE, "NaN");
	if (isinf(x))
		return (size_t)snprintf(out, REAL_SIZE, x < 0 ? "-Inf" : "Inf");
	out[0] = '-';
	if (fabs(x) < 1e15 && (double)(int64_t)x == x) {
		at += whole_put((uint64_t)fabs(x), out + at);
		out[at] = '\0';
		return at;
	}
	memcpy(&bits, &x, sizeof bits);
	exponent = (int)(bits >> FRACTION_BITS & 0x7ff);
	if (!shortest(bits & ((UINT64_C(1) << FRACTION_BITS) - 1), exponent, &digits, &ten))
		return by_trying(x, out);
	at += decimal_put(digits, ten, out + at);
	out[at] = '\0';
	return at;
}
