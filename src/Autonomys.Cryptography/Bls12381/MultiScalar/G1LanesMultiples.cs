using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>A point in every lane, each times its own scalar.</summary>
/// <remarks>
/// Both halves of the scalars in signed digits of 5 bits, 125 doublings and 52 additions; every lane picks its multiple from one table of 0 to
/// 16 times the points. The upper half's multiples are moved by the endomorphism (x, y) → (βx, -y), which multiplies by z².
/// </remarks>
internal static class G1LanesMultiples<T>
    where T : unmanaged, IDoubles<T>
{
    private const int Multiples = (1 << (HalfScalars.Width - 1)) + 1;

    /// <summary>Words of 64 bits from one multiple to the next in the table.</summary>
    private static int WordsOfPoint => 3 * FpLanes<T>.Limbs * T.Count;

    /// <summary>points[i] becomes scalars[i]·points[i], for up to as many as there are lanes.</summary>
    [SkipLocalsInit]
    public static void Multiply(Span<G1Point> points, ReadOnlySpan<Scalar> scalars)
    {
        Span<int> low = stackalloc int[T.Count * HalfScalars.Count];
        Span<int> high = stackalloc int[T.Count * HalfScalars.Count];
        low.Clear();
        high.Clear();
        for (int lane = 0; lane < points.Length; lane++)
        {
            HalfScalars.Split(scalars[lane], Of(low, lane), Of(high, lane));
        }

        Span<G1Lanes<T>> table = stackalloc G1Lanes<T>[Multiples];
        MakeTable(points, table);
        FpLanes<T>.Create(G1Endomorphism.Beta, out FpLanes<T> beta);
        G1Lanes<T> sum = table[0];
        for (int i = HalfScalars.Count - 1; i >= 0; i--)
        {
            for (int bit = 0; bit < HalfScalars.Width && i < HalfScalars.Count - 1; bit++)
            {
                G1Lanes<T>.Double(sum, out sum);
            }

            Pick(table, low, i, sign: 1, out G1Lanes<T> multiple);
            G1Lanes<T>.Add(sum, multiple, out sum);
            Pick(table, high, i, sign: -1, out multiple);
            FpLanes<T>.Multiply(multiple.X, beta, out multiple.X);
            G1Lanes<T>.Add(sum, multiple, out sum);
        }

        Span<G1Point> products = stackalloc G1Point[T.Count];
        G1Lanes<T>.Store(sum, products);
        products[..points.Length].CopyTo(points);
    }

    private static Span<int> Of(Span<int> digits, int lane) => digits.Slice(lane * HalfScalars.Count, HalfScalars.Count);

    private static void MakeTable(ReadOnlySpan<G1Point> points, Span<G1Lanes<T>> table)
    {
        G1Lanes<T>.CreateIdentity(out table[0]);
        G1Lanes<T>.Load(points, out table[1]);
        for (int i = 2; i < table.Length; i++)
        {
            if ((i & 1) == 0)
            {
                G1Lanes<T>.Double(table[i / 2], out table[i]);
            }
            else
            {
                G1Lanes<T>.Add(table[i - 1], table[1], out table[i]);
            }
        }
    }

    private static void Pick(ReadOnlySpan<G1Lanes<T>> table, Span<int> digits, int index, int sign, out G1Lanes<T> result)
    {
        // SAFETY: digits are between -16 and 16 and the table has the multiples 0 to 16.
        Span<int> offsets = stackalloc int[T.Count];
        Span<int> signs = stackalloc int[T.Count];
        ReadOnlySpan<ulong> signBits = [BitConverter.DoubleToUInt64Bits(-1.0), BitConverter.DoubleToUInt64Bits(1.0)];
        for (int lane = 0; lane < T.Count; lane++)
        {
            int digit = digits[(lane * HalfScalars.Count) + index];
            offsets[lane] = (Math.Abs(digit) * WordsOfPoint) + lane;
            signs[lane] = digit * sign < 0 ? 0 : 1;
        }

        FpLanes<T>.Pick(in table[0].X, in offsets[0], out result.X);
        FpLanes<T>.Pick(in table[0].Y, in offsets[0], out result.Y);
        FpLanes<T>.Pick(in table[0].Z, in offsets[0], out result.Z);
        FpLanes<T>.Scale(result.Y, T.Gather(in signBits[0], in signs[0]), out result.Y);
    }
}
