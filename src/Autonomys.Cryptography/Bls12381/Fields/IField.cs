namespace Autonomys.Cryptography.Bls12381.Fields;

/// <summary>What the curve formulas need of a coordinate field, so that G1 and G2 share one set of them.</summary>
/// <remarks>Results go to an <c>out</c> parameter; an output may be the same variable as an input.</remarks>
internal interface IField<T> : IEquatable<T>
    where T : struct, IField<T>
{
    static abstract T One { get; }

    bool IsZero { get; }

    static abstract void Add(in T left, in T right, out T result);

    static abstract void Subtract(in T left, in T right, out T result);

    static abstract void Double(in T value, out T result);

    static abstract void Negate(in T value, out T result);

    static abstract void Multiply(in T left, in T right, out T result);

    static abstract void Square(in T value, out T result);

    /// <summary>The multiplicative inverse; zero for zero.</summary>
    static abstract void Invert(in T value, out T result);
}
