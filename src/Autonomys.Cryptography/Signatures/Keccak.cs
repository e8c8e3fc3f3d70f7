using System.Numerics;

namespace Autonomys.Cryptography.Signatures;

/// <summary>The permutation Keccak-f[1600] (FIPS 202, section 3.3), on 25 lanes of 64 bits: lane (x, y) at 5y + x.</summary>
internal static class Keccak
{
    internal const int Lanes = 25;

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
        0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
        0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    // Rho's rotation of the lane that stands at 5y + x.
    private static ReadOnlySpan<byte> Rotations =>
    [
        0, 1, 62, 28, 27,
        36, 44, 6, 55, 20,
        3, 10, 43, 25, 39,
        41, 45, 15, 21, 8,
        18, 2, 61, 56, 14,
    ];

    internal static void Permute(Span<ulong> state)
    {
        Span<ulong> moved = stackalloc ulong[Lanes];
        Span<ulong> column = stackalloc ulong[5];
        foreach (ulong constant in RoundConstants)
        {
            // Theta: every lane takes in the parities of two neighbouring columns.
            for (int x = 0; x < 5; x++)
            {
                column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            }

            for (int i = 0; i < Lanes; i++)
            {
                state[i] ^= column[(i + 4) % 5] ^ BitOperations.RotateLeft(column[(i + 1) % 5], 1);
            }

            // Rho and pi: rotate each lane and carry (x, y) to (y, 2x + 3y).
            for (int y = 0; y < 5; y++)
            {
                for (int x = 0; x < 5; x++)
                {
                    moved[(5 * (((2 * x) + (3 * y)) % 5)) + y] = BitOperations.RotateLeft(state[(5 * y) + x], Rotations[(5 * y) + x]);
                }
            }

            // Chi: the only non-linear step, along each row.
            for (int y = 0; y < Lanes; y += 5)
            {
                for (int x = 0; x < 5; x++)
                {
                    state[y + x] = moved[y + x] ^ (~moved[y + ((x + 1) % 5)] & moved[y + ((x + 2) % 5)]);
                }
            }

            state[0] ^= constant;
        }
    }
}
