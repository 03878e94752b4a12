using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace DeepStack.Sim.Testing;

/// <summary>Mutated texts for tests of readers.</summary>
public static class Fuzz
{
    private static readonly string[] Splices = ["-1", "0", "99999999999999999999", "1e400", "null", "[]", "{", "}", ",", "\n", "\"", "\0", "\uFFFF", "NaN", "[[[[[[[[", "\r\n", "é", " "];

    /// <summary>How many inputs a reader is tried with: 10,000, or what DEEPSTACK_FUZZ says.</summary>
    public static int Inputs { get; } = int.Parse(Environment.GetEnvironmentVariable("DEEPSTACK_FUZZ") ?? "10000", CultureInfo.InvariantCulture);

    /// <summary>A text with one to four places changed, removed, put in, doubled or cut off.</summary>
    /// <param name="seed">The text to begin with.</param>
    /// <param name="draw">A whole number from 0 to below the given one.</param>
    public static string Mutate(string seed, Func<int, int> draw)
    {
        var text = new StringBuilder(seed);
        for (int n = draw(4); n >= 0 && text.Length >= 2; n--)
        {
            int at = draw(text.Length);
            switch (draw(5))
            {
                case 0: text[at] = (char)(32 + draw(95)); break;
                case 1: text.Remove(at, Math.Min(text.Length - at, 1 + draw(9))); break;
                case 2: text.Insert(at, Splices[draw(Splices.Length)]); break;
                case 3: text.Append(seed); break;
                default: text.Length = at; break;
            }
        }
        return text.ToString();
    }

    /// <summary>Half the time a bit is turned over or the end is cut off, which checksum or end mark must notice.</summary>
    /// <param name="data">A gzip file, changed in place.</param>
    /// <param name="draw">A whole number from 0 to below the given one.</param>
    public static byte[] Damage(byte[] data, Func<int, int> draw)
    {
        if (data.Length < 12) return data;
        switch (draw(4))
        {
            case 0: return data[..draw(data.Length)];
            case 1:
                data[10 + draw(data.Length - 10)] ^= (byte)(1 << draw(8));
                return data;
            default: return data;
        }
    }

    /// <summary>A text as a gzip file.</summary>
    public static byte[] Compress(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }
}
