using System.Globalization;
using System.IO.Compression;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Traces;

/// <summary>Reads memory traces, plain or gzip-compressed, in three notations; all lines of a file follow the same.</summary>
/// <remarks>
/// Ours: <c>cycle R|W address</c>, the address hexadecimal. DRAMsim3: <c>0xADDRESS READ|WRITE cycle</c>.
/// Ramulator (read-write trace): <c>LD|ST address</c>, <c>R|W address</c> or <c>address R|W</c>, without cycles: all are offered at once.
/// </remarks>
public static class TraceReader
{
    /// <summary>Later cycles are instants of a calendar rather than of a trace: refreshes up to there would take minutes.</summary>
    private const long LatestArrival = 10_000_000_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="capacity">Bytes of the memory that every request must lie in; null if that does not matter.</param>
    /// <param name="size">Bytes that a request moves.</param>
    /// <exception cref="PresetException">The file is missing, damaged, or a line is no request.</exception>
    public static MemoryTrace Read(string path, Bytes? capacity = null, long size = 1)
    {
        if (!File.Exists(path)) throw new PresetException($"There is no file \"{path}\".");
        using Stream file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        try
        {
            return Parse(path, reader, capacity, size);
        }
        catch (InvalidDataException e)
        {
            throw new PresetException($"{path}: the compressed data is damaged or cut short.", e);
        }
    }

    /// <summary>Reads text; blank lines and lines that begin with # are skipped.</summary>
    /// <param name="file">The name to show in messages.</param>
    /// <param name="text">The text.</param>
    /// <param name="capacity">Bytes of the memory that every request must lie in; null if that does not matter.</param>
    /// <param name="size">Bytes that a request moves.</param>
    /// <exception cref="PresetException">A line is no request, or its address lies outside the channel.</exception>
    public static MemoryTrace Parse(string file, TextReader text, Bytes? capacity = null, long size = 1)
    {
        var arrivals = new List<long>();
        var addresses = new List<long>();
        var writes = new List<bool>();
        int number = 0, words = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            ReadOnlySpan<char> trimmed = line.AsSpan().Trim();
            if (trimmed.IsEmpty || trimmed[0] == '#') continue;
            if (!TryParseLine(trimmed, ref words, out long arrival, out bool isWrite, out long address))
                throw new PresetException($"{file}:{number}: \"{line}\" is no request; expected \"cycle R|W hexadecimal-address\", such as \"120 R 1f40\".");
            if (arrival > LatestArrival)
                throw new PresetException($"{file}:{number}: cycle {arrival} is more than {LatestArrival}, hours of simulated time; cycles count from the start of the trace, so subtract the first.");
            if (capacity is { } bytes && address > bytes.Count - size)
                throw new PresetException($"{file}:{number}: {(size == 1 ? "" : $"a request of {size} B at ")}address {address:x} lies outside the DRAM, whose last byte is {bytes.Count - 1:x}; choose a larger DRAM or mask the address.");
            arrivals.Add(arrival);
            addresses.Add(address);
            writes.Add(isWrite);
        }
        return new MemoryTrace([.. arrivals], [.. addresses], [.. writes]);
    }

    private static bool TryParseLine(ReadOnlySpan<char> line, ref int words, out long arrival, out bool isWrite, out long address)
    {
        (arrival, isWrite, address) = (0, false, 0);
        Span<Range> parts = stackalloc Range[4];
        int count = line.SplitAny(parts, " \t,", StringSplitOptions.RemoveEmptyEntries);
        if (words == 0) words = count;
        if (count != words) return false;
        if (count == 3)
        {
            if (TryDirection(line[parts[1]], out isWrite))
            {
                return long.TryParse(line[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out arrival)
                    ? TryHexadecimal(line[parts[2]], out address)
                    : TryHexadecimal(line[parts[0]], out address) && long.TryParse(line[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out arrival);
            }
            return false;
        }
        if (count != 2) return false;
        return TryDirection(line[parts[0]], out isWrite) ? TryAddress(line[parts[1]], out address) : TryDirection(line[parts[1]], out isWrite) && TryAddress(line[parts[0]], out address);
    }

    private static bool TryDirection(ReadOnlySpan<char> word, out bool isWrite)
    {
        isWrite = word is "W" or "WRITE" or "ST" or "w" or "write";
        return isWrite || word is "R" or "READ" or "LD" or "r" or "read";
    }

    private static bool TryHexadecimal(ReadOnlySpan<char> word, out long address)
    {
        if (word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) word = word[2..];
        return long.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address) && address >= 0;
    }

    /// <summary>Ramulator writes addresses in decimal unless they begin with 0x.</summary>
    private static bool TryAddress(ReadOnlySpan<char> word, out long address) =>
        word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? TryHexadecimal(word, out address)
            : long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out address);
}
