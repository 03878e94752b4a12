using System.Buffers.Binary;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;
using Google.Protobuf;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Writes the records of a run as a timing trace: streamed, compressed block by block, with an index at the end.</summary>
/// <remarks>Its memory does not grow with the run, but for some 30 bytes a block. The format is described in proto/deepstack/sim/v1/timing_trace.proto.</remarks>
public sealed class TimingTraceWriter : IRunRecorder, IDisposable
{
    /// <summary>The format's version.</summary>
    public const int FormatVersion = 2;

    /// <summary>The oldest version that is read; what changed since is told in proto/deepstack/sim/v1/timing_trace.proto.</summary>
    public const int OldestVersion = 1;

    internal static ReadOnlySpan<byte> FileMark => "DSTRACE\n"u8;

    internal static ReadOnlySpan<byte> IndexMark => "DSINDEX\n"u8;

    private readonly Stream _stream;
    private readonly RecordEncoder _encoder = new();
    private readonly TraceBlockBuilder _block = new();
    private readonly Wire.TraceIndex _index = new();
    private long _position;
    private SimTime _stepStart, _stepEnd;

    /// <param name="stream">Where to write; it stays open and need not seek.</param>
    public TimingTraceWriter(Stream stream) => _stream = stream;

    /// <inheritdoc/>
    public void Begin(RunHeader header)
    {
        _stream.Write(FileMark);
        _position = FileMark.Length;
        WriteFrame(new Wire.TraceFrame { Format = new Wire.TraceFormat { Version = FormatVersion, ProgramVersion = header.ProgramVersion } });
        AddDefinition(RecordEncoder.Encode(header));
    }

    /// <inheritdoc/>
    public void Name(int id, string text) => AddDefinition(RecordEncoder.Encode(id, text));

    /// <inheritdoc/>
    public void Track(TrackRecord track) => AddDefinition(RecordEncoder.Encode(track));

    /// <inheritdoc/>
    public void Step(in StepRecord step)
    {
        (_stepStart, _stepEnd) = (step.Start, step.End);
        Add(_encoder.Encode(step), step.Start, step.End);
    }

    /// <inheritdoc/>
    public void Operator(in OperatorRecord op) => Add(_encoder.Encode(op), _stepStart, _stepEnd);

    /// <inheritdoc/>
    public void Request(RequestRecord request) =>
        Add(RecordEncoder.Encode(request), request.Arrival, request.Finished == SimTime.MaxValue ? request.Arrival : request.Finished);

    /// <inheritdoc/>
    public void Counter(in CounterRecord counter) => Add(_encoder.Encode(counter), counter.At, counter.At);

    /// <inheritdoc/>
    public void Span(in SpanRecord span) => Add(_encoder.Encode(span), span.Start, span.End);

    /// <inheritdoc/>
    public void Energy(in EnergyRecord energy) => AddDefinition(RecordEncoder.Encode(energy));

    /// <inheritdoc/>
    public void HeatMap(HeatMapRecord map) => Add(RecordEncoder.Encode(map), map.At, map.At);

    /// <inheritdoc/>
    public void End(RunEnd end)
    {
        AddDefinition(RecordEncoder.Encode(end));
        CloseBlock();
        long indexAt = _position;
        WriteFrame(new Wire.TraceFrame { Index = _index });
        Span<byte> footer = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(footer, indexAt);
        IndexMark.CopyTo(footer[8..]);
        _stream.Write(footer);
        _stream.Flush();
    }

    /// <summary>Gives back the buffers; a trace without its end stays cut.</summary>
    public void Dispose() => _block.Dispose();

    private void Add(Wire.TraceRecord record, SimTime first, SimTime last)
    {
        _block.Add(record, first.Picoseconds, last.Picoseconds);
        if (_block.IsFull) CloseBlock();
    }

    private void AddDefinition(Wire.TraceRecord record)
    {
        _block.AddDefinition(record);
        if (_block.IsFull) CloseBlock();
    }

    private void CloseBlock()
    {
        if (_block.IsEmpty) return;
        Wire.TraceFrame frame = _block.Close(out Wire.TraceIndex.Types.Entry entry);
        entry.OffsetBytes = (ulong)_position;
        _index.Blocks.Add(entry);
        _index.RecordCount += entry.RecordCount;
        WriteFrame(frame);
    }

    private void WriteFrame(Wire.TraceFrame frame)
    {
        int size = frame.CalculateSize();
        _position += CodedOutputStream.ComputeUInt32Size((uint)size) + size;
        frame.WriteDelimitedTo(_stream);
    }
}
