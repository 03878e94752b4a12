using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;
using Google.Protobuf.Collections;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Turns messages of the file format back into records and hands them to a recorder.</summary>
internal static class RecordDecoder
{
    public static void Decode(Wire.TraceRecord wire, IRunRecorder recorder)
    {
        switch (wire.ContentCase)
        {
            case Wire.TraceRecord.ContentOneofCase.Op: recorder.Operator(Operator(wire.Op)); break;
            case Wire.TraceRecord.ContentOneofCase.Step: recorder.Step(Step(wire.Step)); break;
            case Wire.TraceRecord.ContentOneofCase.Request: recorder.Request(Request(wire.Request)); break;
            case Wire.TraceRecord.ContentOneofCase.Counter: recorder.Counter(new CounterRecord(wire.Counter.TrackId, (int)wire.Counter.NameId, Instant(wire.Counter.AtPs), wire.Counter.Value)); break;
            case Wire.TraceRecord.ContentOneofCase.Span: recorder.Span(Span(wire.Span)); break;
            case Wire.TraceRecord.ContentOneofCase.Name: recorder.Name((int)wire.Name.Id, wire.Name.Text); break;
            case Wire.TraceRecord.ContentOneofCase.Track: recorder.Track(Track(wire.Track)); break;
            case Wire.TraceRecord.ContentOneofCase.Energy: recorder.Energy(new EnergyRecord(wire.Energy.TrackId, (int)wire.Energy.ComponentNameId, Energy.FromJoules(wire.Energy.SpentJ))); break;
            case Wire.TraceRecord.ContentOneofCase.HeatMap: recorder.HeatMap(HeatMap(wire.HeatMap)); break;
            case Wire.TraceRecord.ContentOneofCase.Header: recorder.Begin(Header(wire.Header)); break;
            case Wire.TraceRecord.ContentOneofCase.End: recorder.End(new RunEnd(Instant(wire.End.AtPs), wire.End.Complete) { Facts = [.. wire.End.Facts.Select(Fact)] }); break;
            default: throw new ResultFormatException("The timing trace holds a record of an unknown kind; it was written by a newer version of the program.");
        }
    }

    private static SimTime Instant(long picoseconds) => SimTime.FromPicoseconds(picoseconds);

    private static Duration Length(long picoseconds) => Duration.FromPicoseconds(picoseconds);

    private static StepRecord Step(Wire.StepRecord wire) => new()
    {
        Replica = (int)wire.ReplicaId,
        Ordinal = (long)wire.OrdinalCount,
        Start = Instant(wire.StartPs),
        End = Instant(wire.StartPs) + Length(wire.ElapsedPs),
        PrefillRequests = (int)wire.PrefillRequestCount,
        PrefillTokens = (int)wire.PrefillTokens,
        DecodeRequests = (int)wire.DecodeRequestCount,
        DecodeTokens = (int)wire.DecodeTokens,
        ContextTokens = (long)wire.ContextTokens,
        Running = (int)wire.RunningCount,
        Waiting = (int)wire.WaitingCount,
        KvCacheUse = wire.KvCacheUseRatio,
        Preemptions = (int)wire.PreemptionCount,
        HostTime = Length(wire.HostPs),
        Origin = (StepOrigin)wire.Origin,
    };

    private static OperatorRecord Operator(Wire.OperatorRecord wire) => new()
    {
        Name = (int)wire.NameId,
        Kind = (OperatorKind)wire.Kind,
        Track = (int)wire.TrackId,
        Offset = Length(wire.OffsetPs),
        Elapsed = Length(wire.ElapsedPs),
        Repeat = (int)wire.RepeatCount,
        Period = Length(wire.PeriodPs),
        Devices = (int)wire.DeviceCount,
        BoundBy = (Bound)wire.BoundBy,
        Shape = (int)wire.ShapeNameId - 1,
        Mapping = (int)wire.MappingNameId - 1,
        Arithmetic = Flops.FromCount(wire.ArithmeticFlop != 0 ? wire.ArithmeticFlop : wire.LargeArithmeticFlop),
        Banks = Use(wire.BanksBytes, wire.BanksBusyPs),
        VerticalLinks = Use(wire.VerticalBytes, wire.VerticalBusyPs),
        Buffers = Use(wire.BuffersBytes, wire.BuffersBusyPs),
        Noc = Use(wire.NocBytes, wire.NocBusyPs),
        Package = Use(wire.PackageBytes, wire.PackageBusyPs),
        Network = Use(wire.NetworkBytes, wire.NetworkBusyPs),
        MatrixBusy = Length(wire.MatrixBusyPs),
        VectorBusy = Length(wire.VectorBusyPs),
        RowActivations = (long)wire.RowActivationCount,
        ExposedCommunication = Length(wire.ExposedCommunicationPs),
        HiddenCommunication = Length(wire.HiddenCommunicationPs),
        Energy = Energy.FromJoules(wire.EnergyJ),
    };

    private static LevelUse Use(ulong bytes, long busyPs) => new(Bytes.FromCount((long)bytes), Length(busyPs));

    private static RequestRecord Request(Wire.RequestRecord wire)
    {
        SimTime arrival = Instant(wire.ArrivalPs);
        return new RequestRecord
        {
            Index = (int)wire.IndexCount,
            Id = wire.Id,
            Replica = wire.ReplicaId,
            Status = (RequestStatus)wire.Status,
            Arrival = arrival,
            Queued = wire.HasQueuedAfterPs ? arrival + Length(wire.QueuedAfterPs) : SimTime.MaxValue,
            FirstScheduled = wire.HasFirstScheduledAfterPs ? arrival + Length(wire.FirstScheduledAfterPs) : SimTime.MaxValue,
            FirstToken = wire.HasFirstTokenAfterPs ? arrival + Length(wire.FirstTokenAfterPs) : SimTime.MaxValue,
            Finished = wire.HasFinishedAfterPs ? arrival + Length(wire.FinishedAfterPs) : SimTime.MaxValue,
            InputTokens = (int)wire.InputTokens,
            OutputTokens = (int)wire.OutputTokens,
            CachedTokens = (int)wire.CachedTokens,
            Preemptions = (int)wire.PreemptionCount,
            PreemptedTime = Length(wire.PreemptedPs),
            PreemptedBeforeFirstToken = Length(wire.PreemptedBeforeFirstTokenPs),
            PrefillDone = wire.HasPrefillDoneAfterPs ? arrival + Length(wire.PrefillDoneAfterPs) : SimTime.MaxValue,
            TransferTime = Length(wire.TransferPs),
            Waits = new WaitTimes(Length(wire.WaitSequencesPs), Length(wire.WaitBudgetPs), Length(wire.WaitBlocksPs), Length(wire.WaitRemoteKvPs)),
            OutputDelay = Length(wire.OutputDelayPs),
            Tenant = wire.Tenant,
            Runs = Runs(wire.RunCounts),
        };
    }

    private static StepRun[] Runs(RepeatedField<long> counts)
    {
        var runs = new StepRun[counts.Count / 5];
        long expected = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            long first = expected + counts[(5 * i) + 1], steps = counts[(5 * i) + 2];
            runs[i] = new StepRun((int)counts[5 * i], first, steps, (int)counts[(5 * i) + 3], (int)counts[(5 * i) + 4]);
            expected = first + steps;
        }
        return runs;
    }

    private static SpanRecord Span(Wire.SpanRecord wire) =>
        new((int)wire.TrackId, (int)wire.NameId, Instant(wire.StartPs), Instant(wire.StartPs) + Length(wire.ElapsedPs), wire.ArgumentValue, (int)wire.RowId - 1, (int)wire.SourceId - 1, (int)wire.DestinationId - 1);

    private static TrackRecord Track(Wire.TrackRecord wire) => new((int)wire.Id, wire.ParentId, (TrackKind)wire.Kind, wire.ReplicaId, wire.Name);

    private static HeatMapRecord HeatMap(Wire.HeatMapRecord wire) => new()
    {
        Track = (int)wire.TrackId,
        Name = wire.Name,
        At = Instant(wire.AtPs),
        Rows = (int)wire.RowCount,
        Columns = (int)wire.ColumnCount,
        RowNames = [.. wire.RowNames],
        Cells = [.. wire.CellCelsius.Select(Celsius.FromDegrees)],
    };

    private static RunHeader Header(Wire.RunHeader wire) => new()
    {
        ProgramVersion = wire.ProgramVersion,
        Scenario = wire.Scenario,
        Seed = wire.Seed,
        Fidelity = wire.Fidelity,
        EngineProfile = wire.EngineProfile,
        Platform = wire.Platform,
        Model = wire.Model,
        Plan = wire.Plan,
        Trace = wire.Trace,
        Objective = wire.Objective,
        WarmUp = Length(wire.WarmUpPs),
        CoolDown = Length(wire.CoolDownPs),
        Facts = [.. wire.Facts.Select(Fact)],
        Presets = [.. wire.Presets.Select(p => new PresetHash(p.Preset, p.Sha256))],
        Provenance = [.. wire.Provenance.Select(p => new RunProvenance(p.Preset, p.Path, p.Value, p.Kind, p.Source))],
        Replicas = [.. wire.Replicas.Select(Replica)],
        Window = wire.WindowToPs > 0 ? new TimeWindow(Instant(wire.WindowFromPs), Instant(wire.WindowToPs)) : null,
    };

    private static RunFact Fact(Wire.RunFact wire) => new(wire.Group, wire.Name, wire.Value);

    private static ReplicaFacts Replica(Wire.ReplicaFacts wire) => new(
        wire.Name,
        (int)wire.DeviceCount,
        FlopRate.FromFlopsPerSecond(wire.PeakFlopPerS),
        Bandwidth.FromBytesPerSecond(wire.DramBytePerS),
        Bandwidth.FromBytesPerSecond(wire.NetworkBytePerS),
        Tokens.FromCount((long)wire.KvCapacityTokens))
    {
        Pool = wire.Pool,
    };
}
