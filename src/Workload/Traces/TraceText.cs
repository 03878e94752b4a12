using System.Text;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>The lines of a text file, plain or gzip (told by its first bytes, not by its name).</summary>
internal sealed class TraceText : IDisposable
{
    private readonly StreamReader _reader;

    private TraceText(string path, Stream stream)
    {
        File = path;
        _reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 14);
    }

    /// <summary>The file's name, as messages show it.</summary>
    public string File { get; }

    /// <summary>The number of the line read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="TraceFormatException">It is not there or may not be read.</exception>
    public static TraceText Open(string path)
    {
        string name = SampleTraces.FileOf(path);
        if (Directory.Exists(path)) throw new TraceFormatException($"{path}: a folder is there; give the trace file itself.");
        try
        {
            var file = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 15);
            return OpenStream(path, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new TraceFormatException($"{path}: the trace cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Reads from memory or any stream that can seek.</summary>
    public static TraceText OpenStream(string name, Stream stream)
    {
        bool gzip = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = 0;
        return new TraceText(name, gzip ? new WholeGzipStream(stream) : stream);
    }

    /// <summary>The next line, or null at the end.</summary>
    /// <exception cref="TraceFormatException">The compressed data is damaged.</exception>
    public string? ReadLine()
    {
        string? line = Guarded(_reader.ReadLine);
        if (line is not null) Line++;
        return line;
    }

    /// <summary>All that is left.</summary>
    /// <exception cref="TraceFormatException">The compressed data is damaged.</exception>
    public string ReadToEnd() => Guarded(_reader.ReadToEnd);

    /// <summary>At most the given number of characters from here.</summary>
    /// <exception cref="TraceFormatException">The compressed data is damaged.</exception>
    public string ReadSample(int characters)
    {
        char[] buffer = new char[characters];
        int read = Guarded(() => _reader.ReadBlock(buffer, 0, characters));
        return new string(buffer, 0, read);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new TraceFormatException($"{File}:{Line + 1}: the compressed data is damaged or cut short from here on; fetch or compress the file again.", e);
        }
        catch (IOException e)
        {
            throw new TraceFormatException($"{File}:{Line + 1}: the file cannot be read further: {e.Message}", e);
        }
    }
}
