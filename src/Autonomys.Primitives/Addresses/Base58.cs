using System.Numerics;
using System.Text;

namespace Autonomys.Primitives.Addresses;

/// <summary>Base 58 with Bitcoin's alphabet, which leaves out 0, O, I and l; a leading 1 is a zero byte.</summary>
internal static class Base58
{
    public const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        StringBuilder reversed = new();
        for (BigInteger rest = new(bytes, isUnsigned: true, isBigEndian: true); !rest.IsZero;)
        {
            rest = BigInteger.DivRem(rest, Alphabet.Length, out BigInteger digit);
            reversed.Append(Alphabet[(int)digit]);
        }

        int zeros = bytes.IndexOfAnyExcept((byte)0);
        reversed.Append(Alphabet[0], zeros < 0 ? bytes.Length : zeros);
        char[] text = reversed.ToString().ToCharArray();
        Array.Reverse(text);
        return new(text);
    }

    /// <summary>
    /// The bytes; null when a character, at <paramref name="badPosition"/>, is not of the alphabet. The time taken grows with the square
    /// of the length: the caller bounds it.
    /// </summary>
    public static byte[]? TryDecode(ReadOnlySpan<char> text, out int badPosition)
    {
        badPosition = text.IndexOfAnyExcept(Alphabet);
        if (badPosition >= 0)
        {
            return null;
        }

        BigInteger value = BigInteger.Zero;
        foreach (char character in text)
        {
            value = (value * Alphabet.Length) + Alphabet.IndexOf(character, StringComparison.Ordinal);
        }

        int zeros = text.IndexOfAnyExcept(Alphabet[0]);
        zeros = zeros < 0 ? text.Length : zeros;
        byte[] digits = value.IsZero ? [] : value.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] bytes = new byte[zeros + digits.Length];
        digits.CopyTo(bytes.AsSpan(zeros));
        return bytes;
    }
}
