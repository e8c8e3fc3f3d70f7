using System.Diagnostics.CodeAnalysis;

namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <summary>Several doubles side by side, on which base field arithmetic is written once for every width.</summary>
/// <remarks>
/// The lanes do not interact. "Bits" methods take the 64 bits of each lane as an integer, so that sums of floating-point words need no
/// conversion.
/// </remarks>
internal interface IDoubles<T>
    where T : unmanaged, IDoubles<T>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Whether this processor has the instructions; without them everything works too, many times slower.</summary>
    static abstract bool IsAccelerated { get; }

    /// <summary>The value in every lane.</summary>
    static abstract T Create(double value);

    /// <summary>The 64 bits in every lane.</summary>
    static abstract T CreateBits(ulong bits);

    /// <summary>left · right + addend, rounded once, to nearest.</summary>
    static abstract T MultiplyAdd(T left, T right, T addend);

    /// <summary>left · right.</summary>
    static abstract T Multiply(T left, T right);

    static abstract T Add(T left, T right);

    static abstract T Subtract(T left, T right);

    static abstract T AddBits(T left, T right);

    static abstract T SubtractBits(T left, T right);

    static abstract T And(T left, T right);

    static abstract T Or(T left, T right);

    static abstract T ShiftLeft(T bits, [ConstantExpected] int count);

    /// <summary>Zeros come in from the left.</summary>
    static abstract T ShiftRight(T bits, [ConstantExpected] int count);

    /// <summary>Where a bit of the mask is set that of <paramref name="yes"/>, else that of <paramref name="no"/>.</summary>
    static abstract T Select(T mask, T yes, T no);

    /// <summary>Lane i gets the word that lies offsets[i] words after the start.</summary>
    static abstract T Gather(ref readonly ulong start, ref readonly int offsets);

    /// <summary>Lane i goes to the word that lies offsets[i] words after the start.</summary>
    static abstract void Scatter(T bits, ref ulong start, ref readonly int offsets);
}
