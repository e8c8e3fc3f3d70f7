namespace Autonomys.Cryptography.Bls12381.Fields;

/// <summary>Many inversions for the price of one and three multiplications each.</summary>
internal static class BatchInversion
{
    /// <summary>Inverts every element in place; zeros stay zero.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="scratch">At least as many elements; overwritten.</param>
    public static void Invert<T>(Span<T> values, Span<T> scratch)
        where T : struct, IField<T>
    {
        T product = T.One;
        for (int i = 0; i < values.Length; i++)
        {
            scratch[i] = product;
            if (!values[i].IsZero)
            {
                T.Multiply(product, values[i], out product);
            }
        }

        T.Invert(product, out product);
        for (int i = values.Length - 1; i >= 0; i--)
        {
            if (!values[i].IsZero)
            {
                T.Multiply(product, scratch[i], out T inverse);
                T.Multiply(product, values[i], out product);
                values[i] = inverse;
            }
        }
    }
}
