using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Kzg;

/// <summary>A polynomial over the scalar field by its coefficients, the constant first; never empty.</summary>
public sealed class Polynomial
{
    private readonly Scalar[] _coefficients;

    /// <summary>Takes the array over; leading zeros are left out, as the network's reference does after a recovery.</summary>
    internal Polynomial(Scalar[] coefficients)
    {
        int length = coefficients.Length;
        while (length > 1 && coefficients[length - 1].IsZero)
        {
            length--;
        }

        _coefficients = length == coefficients.Length && length > 0 ? coefficients : coefficients.AsSpan(0, length).ToArray();
        if (_coefficients.Length == 0)
        {
            _coefficients = [Scalar.Zero];
        }
    }

    /// <summary>Coefficients, the constant first, without leading zeros (one zero for the zero polynomial).</summary>
    public ReadOnlySpan<Scalar> Coefficients => _coefficients;

    /// <summary>The polynomial whose values at the roots of unity are given; their number is a power of two up to 2^16.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is another one.</exception>
    public static Polynomial Interpolate(ReadOnlySpan<Scalar> values)
    {
        Scalar[] coefficients = values.ToArray();
        ScalarFft.ForSize(coefficients.Length).Inverse(coefficients);
        return new Polynomial(coefficients);
    }

    /// <summary>The value at a point.</summary>
    public Scalar Evaluate(Scalar point)
    {
        Scalar value = Scalar.Zero;
        for (int i = _coefficients.Length - 1; i >= 0; i--)
        {
            value = Scalar.Multiply(value, point) + _coefficients[i];
        }

        return value;
    }

    /// <summary>
    /// The quotient of this polynomial by (x − <paramref name="point"/>), without the remainder, which is the value at the point;
    /// one coefficient fewer, none for a constant.
    /// </summary>
    internal Scalar[] DivideByLinear(Scalar point)
    {
        Scalar[] quotient = new Scalar[_coefficients.Length - 1];
        Scalar carry = Scalar.Zero;
        for (int i = quotient.Length; i >= 1; i--)
        {
            carry = Scalar.Multiply(carry, point) + _coefficients[i];
            quotient[i - 1] = carry;
        }

        return quotient;
    }
}
