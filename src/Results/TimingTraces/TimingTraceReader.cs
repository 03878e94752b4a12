using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Reads a timing trace and hands its records to a recorder, as the run did.</summary>
/// <remarks>
/// A trace that was cut is read up to the cut, inside the last block too; a damaged one up to the damage. The recorder then gets an
/// incomplete <see cref="RunEnd"/> that says so, so that every projection of the rest can be made.
/// </remarks>
public static class TimingTraceReader
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ResultFormatException">It is no timing trace, or of another version.</exception>
    public static TraceReading Read(string path, IRunRecorder recorder)
    {
        using FileStream stream = Open(path);
        return Read(stream, path, recorder);
    }

    /// <summary>Reads a stream from its beginning to its end.</summary>
    /// <param name="stream">Need not seek.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="recorder">Who gets the records.</param>
    /// <exception cref="ResultFormatException">It is no timing trace, or of another version.</exception>
    public static TraceReading Read(Stream stream, string name, IRunRecorder recorder)
    {
        var frames = new TraceFrameReader(stream, name);
        var progress = new Progress(recorder, frames.Version);
        while (frames.Next() is { } frame)
        {
            if (frame.ContentCase == Wire.TraceFrame.ContentOneofCase.Index) return progress.Finish(EndOf(frames, name));
            if (frame.ContentCase != Wire.TraceFrame.ContentOneofCase.Block) continue;
            string? fault = TraceBlockReader.Read(frame.Block, progress.Hand);
            progress.Blocks++;
            if (fault is not null) return progress.Finish($"{name}: block {progress.Blocks} at byte {frames.FrameOffset} {fault}; what follows was not read.");
        }
        if (frames.Partial is { } partial) TraceBlockReader.Salvage(partial, progress.Hand);
        return progress.Finish($"{name}: the trace is cut at byte {frames.Position}; everything before was read.");
    }

    /// <summary>Reads what a window needs: definitions, and the blocks that hold an instant of it. Neighbouring records of those blocks come along.</summary>
    /// <exception cref="ResultFormatException">It is no timing trace, of another version, or cut, so that it has no index.</exception>
    public static TraceReading ReadWindow(string path, TimeWindow window, IRunRecorder recorder)
    {
        using FileStream stream = Open(path);
        (Wire.TraceIndex index, int version) = TraceIndexReader.Read(stream, path);
        var progress = new Progress(recorder, version);
        foreach (Wire.TraceIndex.Types.Entry entry in index.Blocks)
        {
            bool isInside = entry.FirstPs < window.To.Picoseconds && entry.LastPs >= window.From.Picoseconds;
            if (!entry.HasDefinitions && !isInside) continue;
            stream.Position = (long)entry.OffsetBytes;
            string? fault = TraceBlockReader.Read(Wire.TraceFrame.Parser.ParseDelimitedFrom(stream).Block, isInside ? progress.Hand : progress.HandDefinition);
            progress.Blocks++;
            if (fault is not null) return progress.Finish($"{path}: the block at byte {entry.OffsetBytes} {fault}; what follows was not read.");
        }
        return progress.Finish(null);
    }

    /// <summary>What is wrong behind the index; null if nothing is.</summary>
    private static string? EndOf(TraceFrameReader frames, string name) => frames.ReadFooter() switch
    {
        < TraceIndexReader.FooterSize => $"{name}: the trace is cut at byte {frames.Position}; everything before was read.",
        TraceIndexReader.FooterSize => null,
        _ => $"{name}: the trace ends at byte {frames.Position}, and something follows; what follows was not read. deepstack timing-trace merge joins traces.",
    };

    private static FileStream Open(string path) => File.Exists(path)
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16)
        : throw new ResultFormatException($"{path}: there is no such file; give a timing trace, or the folder of a run that holds {ResultFiles.TimingTrace}.");

    /// <summary>Counts what is handed on and ends the run where the trace does not.</summary>
    private sealed class Progress(IRunRecorder recorder, int version)
    {
        private readonly LastInstant _last = new();
        private long _records;
        private bool _ended;

        public int Blocks { get; set; }

        public void Hand(Wire.TraceRecord record)
        {
            RecordDecoder.Decode(record, _last);
            RecordDecoder.Decode(record, recorder);
            _records++;
            _ended |= record.ContentCase == Wire.TraceRecord.ContentOneofCase.End;
        }

        public void HandDefinition(Wire.TraceRecord record)
        {
            if (record.ContentCase is Wire.TraceRecord.ContentOneofCase.Header or Wire.TraceRecord.ContentOneofCase.Name or Wire.TraceRecord.ContentOneofCase.Track
                or Wire.TraceRecord.ContentOneofCase.Energy or Wire.TraceRecord.ContentOneofCase.End)
                Hand(record);
        }

        public TraceReading Finish(string? damage)
        {
            if (!_ended) recorder.End(new RunEnd(_last.At, false) { Facts = damage is null ? [] : [new RunFact("timing trace", "damage", damage)] });
            return new TraceReading(_records, Blocks, _last.At, version, damage);
        }
    }

    /// <summary>Remembers the latest instant that any record names.</summary>
    private sealed class LastInstant : RunProjection
    {
        public SimTime At { get; private set; }

        public override void Step(in StepRecord step) => See(step.End);

        public override void Request(RequestRecord request) => See(request.Finished == SimTime.MaxValue ? request.Arrival : request.Finished);

        public override void Counter(in CounterRecord counter) => See(counter.At);

        public override void Span(in SpanRecord span) => See(span.End);

        public override void End(RunEnd end) => See(end.At);

        private void See(SimTime at) => At = SimTime.Max(At, at);
    }
}
