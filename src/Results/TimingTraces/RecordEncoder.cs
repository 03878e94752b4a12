using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Turns records into messages of the file format; the messages of frequent records are used again and again.</summary>
internal sealed class RecordEncoder
{
    private readonly Wire.TraceRecord _step = new() { Step = new Wire.StepRecord() };
    private readonly Wire.TraceRecord _operator = new() { Op = new Wire.OperatorRecord() };
    private readonly Wire.TraceRecord _counter = new() { Counter = new Wire.CounterRecord() };
    private readonly Wire.TraceRecord _span = new() { Span = new Wire.SpanRecord() };

    public static Wire.TraceRecord Encode(int id, string text) => new() { Name = new Wire.NameRecord { Id = (uint)id, Text = text } };

    public static Wire.TraceRecord Encode(TrackRecord track) => new()
    {
        Track = new Wire.TrackRecord { Id = (uint)track.Id, ParentId = track.Parent, Kind = (Wire.TrackRecord.Types.Kind)track.Kind, ReplicaId = track.Replica, Name = track.Name },
    };

    public static Wire.TraceRecord Encode(in EnergyRecord energy) => new()
    {
        Energy = new Wire.EnergyRecord { TrackId = energy.Track, ComponentNameId = (uint)energy.Component, SpentJ = energy.Spent.Joules },
    };

    public static Wire.TraceRecord Encode(HeatMapRecord map) => new()
    {
        HeatMap = new Wire.HeatMapRecord
        {
            TrackId = (uint)map.Track,
            Name = map.Name,
            AtPs = map.At.Picoseconds,
            RowCount = (uint)map.Rows,
            ColumnCount = (uint)map.Columns,
            RowNames = { map.RowNames },
            CellCelsius = { map.Cells.Select(c => c.Degrees) },
        },
    };

    public static Wire.TraceRecord Encode(RunEnd end) => new()
    {
        End = new Wire.RunEnd { AtPs = end.At.Picoseconds, Complete = end.Complete, Facts = { end.Facts.Select(Encode) } },
    };

    public static Wire.TraceRecord Encode(RunHeader header) => new()
    {
        Header = new Wire.RunHeader
        {
            ProgramVersion = header.ProgramVersion,
            Scenario = header.Scenario,
            Seed = header.Seed,
            Fidelity = header.Fidelity,
            EngineProfile = header.EngineProfile,
            Platform = header.Platform,
            Model = header.Model,
            Plan = header.Plan,
            Trace = header.Trace,
            Objective = header.Objective,
            WarmUpPs = header.WarmUp.Picoseconds,
            CoolDownPs = header.CoolDown.Picoseconds,
            Facts = { header.Facts.Select(Encode) },
            Presets = { header.Presets.Select(p => new Wire.PresetHash { Preset = p.Preset, Sha256 = p.Hash }) },
            Provenance = { header.Provenance.Select(p => new Wire.RunProvenance { Preset = p.Preset, Path = p.Path, Value = p.Value, Kind = p.Kind, Source = p.Source }) },
            Replicas = { header.Replicas.Select(Encode) },
            WindowFromPs = header.Window?.From.Picoseconds ?? 0,
            WindowToPs = header.Window?.To.Picoseconds ?? 0,
        },
    };

    public static Wire.TraceRecord Encode(RequestRecord request)
    {
        var wire = new Wire.RequestRecord
        {
            IndexCount = (uint)request.Index,
            Id = request.Id,
            ReplicaId = request.Replica,
            Status = (Wire.RequestRecord.Types.Status)request.Status,
            ArrivalPs = request.Arrival.Picoseconds,
            InputTokens = (uint)request.InputTokens,
            OutputTokens = (uint)request.OutputTokens,
            CachedTokens = (uint)request.CachedTokens,
            PreemptionCount = (uint)request.Preemptions,
            PreemptedPs = request.PreemptedTime.Picoseconds,
            PreemptedBeforeFirstTokenPs = request.PreemptedBeforeFirstToken.Picoseconds,
            TransferPs = request.TransferTime.Picoseconds,
            WaitSequencesPs = request.Waits.Sequences.Picoseconds,
            WaitBudgetPs = request.Waits.Budget.Picoseconds,
            WaitBlocksPs = request.Waits.Blocks.Picoseconds,
            WaitRemoteKvPs = request.Waits.RemoteKv.Picoseconds,
            OutputDelayPs = request.OutputDelay.Picoseconds,
            Tenant = request.Tenant,
        };
        if (request.Queued != SimTime.MaxValue) wire.QueuedAfterPs = (request.Queued - request.Arrival).Picoseconds;
        if (request.FirstScheduled != SimTime.MaxValue) wire.FirstScheduledAfterPs = (request.FirstScheduled - request.Arrival).Picoseconds;
        if (request.FirstToken != SimTime.MaxValue) wire.FirstTokenAfterPs = (request.FirstToken - request.Arrival).Picoseconds;
        if (request.PrefillDone != SimTime.MaxValue) wire.PrefillDoneAfterPs = (request.PrefillDone - request.Arrival).Picoseconds;
        if (request.Finished != SimTime.MaxValue) wire.FinishedAfterPs = (request.Finished - request.Arrival).Picoseconds;
        AddRuns(wire, request.Runs);
        return new Wire.TraceRecord { Request = wire };
    }

    public Wire.TraceRecord Encode(in StepRecord step)
    {
        Wire.StepRecord wire = _step.Step;
        wire.ReplicaId = (uint)step.Replica;
        wire.OrdinalCount = (ulong)step.Ordinal;
        wire.StartPs = step.Start.Picoseconds;
        wire.ElapsedPs = step.Elapsed.Picoseconds;
        wire.PrefillRequestCount = (uint)step.PrefillRequests;
        wire.PrefillTokens = (uint)step.PrefillTokens;
        wire.DecodeRequestCount = (uint)step.DecodeRequests;
        wire.DecodeTokens = (uint)step.DecodeTokens;
        wire.ContextTokens = (ulong)step.ContextTokens;
        wire.RunningCount = (uint)step.Running;
        wire.WaitingCount = (uint)step.Waiting;
        wire.KvCacheUseRatio = step.KvCacheUse;
        wire.PreemptionCount = (uint)step.Preemptions;
        wire.HostPs = step.HostTime.Picoseconds;
        wire.Origin = (Wire.StepRecord.Types.Origin)step.Origin;
        return _step;
    }

    public Wire.TraceRecord Encode(in OperatorRecord op)
    {
        Wire.OperatorRecord wire = _operator.Op;
        wire.NameId = (uint)op.Name;
        wire.Kind = (Wire.OperatorRecord.Types.Kind)op.Kind;
        wire.TrackId = (uint)op.Track;
        wire.OffsetPs = op.Offset.Picoseconds;
        wire.ElapsedPs = op.Elapsed.Picoseconds;
        wire.RepeatCount = (uint)op.Repeat;
        wire.PeriodPs = op.Period.Picoseconds;
        wire.DeviceCount = (uint)op.Devices;
        wire.BoundBy = (Wire.OperatorRecord.Types.Bound)op.BoundBy;
        wire.ShapeNameId = (uint)(op.Shape + 1);
        wire.MappingNameId = (uint)(op.Mapping + 1);
        bool whole = op.Arithmetic.Count is >= 0 and < 9e18 && op.Arithmetic.Count == Math.Truncate(op.Arithmetic.Count);
        wire.ArithmeticFlop = whole ? (ulong)op.Arithmetic.Count : 0;
        wire.LargeArithmeticFlop = whole ? 0 : op.Arithmetic.Count;
        EncodeLevels(wire, op);
        wire.MatrixBusyPs = op.MatrixBusy.Picoseconds;
        wire.VectorBusyPs = op.VectorBusy.Picoseconds;
        wire.RowActivationCount = (ulong)op.RowActivations;
        wire.ExposedCommunicationPs = op.ExposedCommunication.Picoseconds;
        wire.HiddenCommunicationPs = op.HiddenCommunication.Picoseconds;
        wire.EnergyJ = op.Energy.Joules;
        return _operator;
    }

    public Wire.TraceRecord Encode(in CounterRecord counter)
    {
        Wire.CounterRecord wire = _counter.Counter;
        wire.TrackId = counter.Track;
        wire.NameId = (uint)counter.Name;
        wire.AtPs = counter.At.Picoseconds;
        wire.Value = counter.Value;
        return _counter;
    }

    public Wire.TraceRecord Encode(in SpanRecord span)
    {
        Wire.SpanRecord wire = _span.Span;
        wire.TrackId = (uint)span.Track;
        wire.NameId = (uint)span.Name;
        wire.StartPs = span.Start.Picoseconds;
        wire.ElapsedPs = (span.End - span.Start).Picoseconds;
        wire.ArgumentValue = span.Argument;
        wire.RowId = (uint)(span.Row + 1);
        wire.SourceId = (uint)(span.Source + 1);
        wire.DestinationId = (uint)(span.Destination + 1);
        return _span;
    }

    private static void EncodeLevels(Wire.OperatorRecord wire, in OperatorRecord op)
    {
        wire.BanksBytes = (ulong)op.Banks.Amount.Count;
        wire.BanksBusyPs = op.Banks.Busy.Picoseconds;
        wire.VerticalBytes = (ulong)op.VerticalLinks.Amount.Count;
        wire.VerticalBusyPs = op.VerticalLinks.Busy.Picoseconds;
        wire.BuffersBytes = (ulong)op.Buffers.Amount.Count;
        wire.BuffersBusyPs = op.Buffers.Busy.Picoseconds;
        wire.NocBytes = (ulong)op.Noc.Amount.Count;
        wire.NocBusyPs = op.Noc.Busy.Picoseconds;
        wire.PackageBytes = (ulong)op.Package.Amount.Count;
        wire.PackageBusyPs = op.Package.Busy.Picoseconds;
        wire.NetworkBytes = (ulong)op.Network.Amount.Count;
        wire.NetworkBusyPs = op.Network.Busy.Picoseconds;
    }

    private static void AddRuns(Wire.RequestRecord wire, IReadOnlyList<StepRun> runs)
    {
        long expected = 0;
        foreach (StepRun run in runs)
        {
            wire.RunCounts.Add(run.Replica);
            wire.RunCounts.Add(run.FirstStep - expected);
            wire.RunCounts.Add(run.Steps);
            wire.RunCounts.Add(run.ComputedTokens);
            wire.RunCounts.Add(run.DeliveredTokens);
            expected = run.FirstStep + run.Steps;
        }
    }

    private static Wire.RunFact Encode(RunFact fact) => new() { Group = fact.Group, Name = fact.Name, Value = fact.Value };

    private static Wire.ReplicaFacts Encode(ReplicaFacts replica) => new()
    {
        Name = replica.Name,
        DeviceCount = (uint)replica.Devices,
        PeakFlopPerS = replica.PeakArithmetic.FlopsPerSecond,
        DramBytePerS = replica.DramBandwidth.BytesPerSecond,
        NetworkBytePerS = replica.NetworkBandwidth.BytesPerSecond,
        KvCapacityTokens = (ulong)replica.KvCapacity.Count,
        Pool = replica.Pool,
    };
}
