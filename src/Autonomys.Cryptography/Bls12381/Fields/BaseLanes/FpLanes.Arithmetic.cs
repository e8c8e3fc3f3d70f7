using System.Runtime.CompilerServices;

namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <content>Sums and differences, not reduced.</content>
internal partial struct FpLanes<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in FpLanes<T> left, in FpLanes<T> right, out FpLanes<T> result)
    {
        result._limb0 = T.Add(left._limb0, right._limb0);
        result._limb1 = T.Add(left._limb1, right._limb1);
        result._limb2 = T.Add(left._limb2, right._limb2);
        result._limb3 = T.Add(left._limb3, right._limb3);
        result._limb4 = T.Add(left._limb4, right._limb4);
        result._limb5 = T.Add(left._limb5, right._limb5);
        result._limb6 = T.Add(left._limb6, right._limb6);
        result._limb7 = T.Add(left._limb7, right._limb7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(in FpLanes<T> left, in FpLanes<T> right, out FpLanes<T> result)
    {
        result._limb0 = T.Subtract(left._limb0, right._limb0);
        result._limb1 = T.Subtract(left._limb1, right._limb1);
        result._limb2 = T.Subtract(left._limb2, right._limb2);
        result._limb3 = T.Subtract(left._limb3, right._limb3);
        result._limb4 = T.Subtract(left._limb4, right._limb4);
        result._limb5 = T.Subtract(left._limb5, right._limb5);
        result._limb6 = T.Subtract(left._limb6, right._limb6);
        result._limb7 = T.Subtract(left._limb7, right._limb7);
    }

    /// <summary>Twice the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Double(in FpLanes<T> value, out FpLanes<T> result)
    {
        result._limb0 = T.Add(value._limb0, value._limb0);
        result._limb1 = T.Add(value._limb1, value._limb1);
        result._limb2 = T.Add(value._limb2, value._limb2);
        result._limb3 = T.Add(value._limb3, value._limb3);
        result._limb4 = T.Add(value._limb4, value._limb4);
        result._limb5 = T.Add(value._limb5, value._limb5);
        result._limb6 = T.Add(value._limb6, value._limb6);
        result._limb7 = T.Add(value._limb7, value._limb7);
    }

    /// <summary>Three times the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Triple(in FpLanes<T> value, out FpLanes<T> result)
    {
        result._limb0 = T.Multiply(value._limb0, T.Create(3.0));
        result._limb1 = T.Multiply(value._limb1, T.Create(3.0));
        result._limb2 = T.Multiply(value._limb2, T.Create(3.0));
        result._limb3 = T.Multiply(value._limb3, T.Create(3.0));
        result._limb4 = T.Multiply(value._limb4, T.Create(3.0));
        result._limb5 = T.Multiply(value._limb5, T.Create(3.0));
        result._limb6 = T.Multiply(value._limb6, T.Create(3.0));
        result._limb7 = T.Multiply(value._limb7, T.Create(3.0));
    }

    /// <summary>Four times the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Quadruple(in FpLanes<T> value, out FpLanes<T> result)
    {
        result._limb0 = T.Multiply(value._limb0, T.Create(4.0));
        result._limb1 = T.Multiply(value._limb1, T.Create(4.0));
        result._limb2 = T.Multiply(value._limb2, T.Create(4.0));
        result._limb3 = T.Multiply(value._limb3, T.Create(4.0));
        result._limb4 = T.Multiply(value._limb4, T.Create(4.0));
        result._limb5 = T.Multiply(value._limb5, T.Create(4.0));
        result._limb6 = T.Multiply(value._limb6, T.Create(4.0));
        result._limb7 = T.Multiply(value._limb7, T.Create(4.0));
    }

    /// <summary>The value with the other sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Negate(in FpLanes<T> value, out FpLanes<T> result)
    {
        result._limb0 = T.Subtract(default, value._limb0);
        result._limb1 = T.Subtract(default, value._limb1);
        result._limb2 = T.Subtract(default, value._limb2);
        result._limb3 = T.Subtract(default, value._limb3);
        result._limb4 = T.Subtract(default, value._limb4);
        result._limb5 = T.Subtract(default, value._limb5);
        result._limb6 = T.Subtract(default, value._limb6);
        result._limb7 = T.Subtract(default, value._limb7);
    }

    /// <summary>
    /// The same value modulo p, at most a hair above p/2 in magnitude, with limbs up to 2^47 and a little in magnitude. For values up to
    /// 15.5·p with limbs up to 2^52.
    /// </summary>
    public static void Reduce(in FpLanes<T> value, out FpLanes<T> result)
    {
        // The highest limbs tell the quotient; the difference is exact, since it is below 2^53.
        T top = T.MultiplyAdd(value._limb6, T.Create(1.0 / (1UL << LimbBits)), value._limb7);
        T rough = T.MultiplyAdd(top, T.Create(1.0 / P7), T.Create(SignedIntegers));
        T quotient = T.Subtract(T.Create(SignedIntegers), rough);
        T carry = default;
        result._limb0 = ReducedLimb(value._limb0, quotient, P0, ref carry);
        result._limb1 = ReducedLimb(value._limb1, quotient, P1, ref carry);
        result._limb2 = ReducedLimb(value._limb2, quotient, P2, ref carry);
        result._limb3 = ReducedLimb(value._limb3, quotient, P3, ref carry);
        result._limb4 = ReducedLimb(value._limb4, quotient, P4, ref carry);
        result._limb5 = ReducedLimb(value._limb5, quotient, P5, ref carry);
        result._limb6 = ReducedLimb(value._limb6, quotient, P6, ref carry);
        result._limb7 = T.Add(T.MultiplyAdd(quotient, T.Create(P7), value._limb7), carry);
    }

    /// <summary>Where the lanes of the mask have all bits set <paramref name="yes"/>, elsewhere <paramref name="no"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Select(T mask, in FpLanes<T> yes, in FpLanes<T> no, out FpLanes<T> result)
    {
        result._limb0 = T.Select(mask, yes._limb0, no._limb0);
        result._limb1 = T.Select(mask, yes._limb1, no._limb1);
        result._limb2 = T.Select(mask, yes._limb2, no._limb2);
        result._limb3 = T.Select(mask, yes._limb3, no._limb3);
        result._limb4 = T.Select(mask, yes._limb4, no._limb4);
        result._limb5 = T.Select(mask, yes._limb5, no._limb5);
        result._limb6 = T.Select(mask, yes._limb6, no._limb6);
        result._limb7 = T.Select(mask, yes._limb7, no._limb7);
    }

    /// <summary>Limb + quotient · prime + carry, less its nearest multiple of 2^48, which is carried on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReducedLimb(T limb, T quotient, double prime, ref T carry)
    {
        T sum = T.Add(T.MultiplyAdd(quotient, T.Create(prime), limb), carry);
        T multiple = T.Subtract(T.Add(sum, T.Create(UpperHalves)), T.Create(UpperHalves));
        carry = T.Multiply(multiple, T.Create(1.0 / (1UL << LimbBits)));
        return T.Subtract(sum, multiple);
    }
}
