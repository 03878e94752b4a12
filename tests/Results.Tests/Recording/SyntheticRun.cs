using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Tests.Recording;

/// <summary>A made-up run with queues, chunked prompts and preemptions; well formed as the Engine's are, and the same for the same arguments.</summary>
internal sealed class SyntheticRun
{
    private const int MaxBatch = 48, Budget = 2048, Layers = 32;

    private readonly RandomStream _random;
    private readonly int _requests, _replicas;
    private readonly double _rate;
    private readonly SyntheticOperators _operators;
    private readonly IRunRecorder _recorder;
    private readonly NameTable _names;
    private readonly TimeWindow? _window;
    private SimTime _last;

    private SyntheticRun(IRunRecorder recorder, int requests, int replicas, double rate, ulong seed, TimeWindow? window)
    {
        _window = window;
        (_recorder, _requests, _replicas, _rate) = (recorder, requests, replicas, rate);
        _random = new RandomStream(seed, "synthetic run");
        _names = new NameTable(recorder);
        _operators = new SyntheticOperators(recorder, _names, Layers);
    }

    public static void Play(IRunRecorder recorder, int requests = 120, int replicas = 2, double rate = 12, ulong seed = 1, TimeWindow? window = null)
    {
        var run = new SyntheticRun(recorder, requests, replicas, rate, seed, window);
        run.Begin();
        for (int replica = 0; replica < replicas; replica++) run.Serve(replica);
        run.End();
    }

    public static RecordedRun Record(int requests = 120, int replicas = 2, double rate = 12, ulong seed = 1, TimeWindow? window = null)
    {
        var run = new RecordedRun();
        Play(run, requests, replicas, rate, seed, window);
        return run;
    }

    private void Begin()
    {
        _recorder.Begin(SyntheticHeader.Of(_replicas) with { Window = _window });
        for (int replica = 0; replica < _replicas; replica++)
        {
            _recorder.Track(new TrackRecord(4 * replica, -1, TrackKind.Replica, replica, $"replica {replica}"));
            _recorder.Track(new TrackRecord((4 * replica) + 1, 4 * replica, TrackKind.Device, replica, "device 0 of 4 alike"));
            _recorder.Track(new TrackRecord((4 * replica) + 2, (4 * replica) + 1, TrackKind.Component, replica, "channel 0/bank 0"));
            _recorder.Track(new TrackRecord((4 * replica) + 3, (4 * replica) + 1, TrackKind.Component, replica, "network/link 2 to 8"));
        }
    }

    private void Serve(int replica)
    {
        var waiting = new List<Life>(Arrivals(replica));
        var running = new List<Life>();
        SimTime now = SimTime.Zero;
        for (long ordinal = 0; waiting.Count + running.Count > 0; ordinal++)
        {
            if (running.Count == 0) now = SimTime.Max(now, waiting[0].Queued);
            int preempted = ordinal % 97 == 96 && running.Count > 2 ? Preempt(running, waiting, now) : 0;
            while (running.Count < MaxBatch && waiting.Count > 0 && waiting[0].Queued <= now)
            {
                running.Add(waiting[0]);
                waiting.RemoveAt(0);
            }
            now = Step(replica, ordinal, now, running, waiting.TakeWhile(w => w.Queued <= now).Count(), preempted);
            running.RemoveAll(life => life.Delivered == life.Output);
        }
        _last = SimTime.Max(_last, now);
    }

    private SimTime Step(int replica, long ordinal, SimTime start, List<Life> running, int waiting, int preempted)
    {
        int budget = Budget, prefills = 0, prefillTokens = 0, decodes = 0;
        long context = 0;
        var served = new List<(Life Life, int Tokens)>();
        foreach (Life life in running)
        {
            int tokens = life.Computed >= life.Target ? 1 : Math.Min(budget, life.Target - life.Computed);
            if (tokens == 0 || budget < tokens) continue;
            budget -= tokens;
            context += life.Computed;
            if (life.Delivered > 0 && life.Computed >= life.Target) decodes++;
            else (prefills, prefillTokens) = (prefills + 1, prefillTokens + tokens);
            served.Add((life, tokens));
        }
        Duration elapsed = _operators.Elapsed(prefillTokens, decodes, context);
        SimTime end = start + elapsed;
        _recorder.Step(new StepRecord
        {
            Replica = replica,
            Ordinal = ordinal,
            Start = start,
            End = end,
            PrefillRequests = prefills,
            PrefillTokens = prefillTokens,
            DecodeRequests = decodes,
            DecodeTokens = decodes,
            ContextTokens = context,
            Running = running.Count,
            Waiting = waiting,
            KvCacheUse = Math.Min(1, context / 60_000.0),
            Preemptions = preempted,
            HostTime = Duration.FromNanoseconds(150_000),
            Origin = ordinal % 5 == 0 ? StepOrigin.Simulated : StepOrigin.Interpolated,
        });
        _operators.Record((4 * replica) + 1, prefillTokens, decodes, context);
        if (ordinal % 8 == 0) Count(replica, end, context);
        if (ordinal < 3) _recorder.Span(new SpanRecord((4 * replica) + 2, _names.IdOf("read"), start + Duration.FromNanoseconds(200), start + Duration.FromPicoseconds(216_313), 64, Row: 4711));
        if (ordinal < 3) _recorder.Span(new SpanRecord((4 * replica) + 3, _names.IdOf("all_reduce"), start + Duration.FromNanoseconds(300), start + Duration.FromPicoseconds(309_671), 4352, Source: 2, Destination: 1));
        foreach ((Life life, int tokens) in served) Advance(life, replica, ordinal, start, end, tokens);
        return end;
    }

    private void Advance(Life life, int replica, long ordinal, SimTime start, SimTime end, int tokens)
    {
        life.FirstScheduled = SimTime.Min(life.FirstScheduled, start);
        if (life.PreemptedAt is { } at)
        {
            if (life.Delivered == 0) life.PreemptedBeforeFirstToken += start - at;
            (life.PreemptedTime, life.PreemptedAt) = (life.PreemptedTime + (start - at), null);
        }
        life.Computed += tokens;
        bool delivers = life.Computed >= life.Target;
        life.History.Add(replica, ordinal, tokens, delivers ? 1 : 0);
        if (!delivers) return;
        life.Delivered++;
        if (life.Delivered == 1) life.FirstToken = end + life.OutputDelay;
        if (life.Delivered == life.Output) _recorder.Request(life.ToRecord(replica, end + life.OutputDelay));
    }

    private static int Preempt(List<Life> running, List<Life> waiting, SimTime now)
    {
        Life life = running[^1];
        running.RemoveAt(running.Count - 1);
        life.Target = life.Input + life.Delivered;
        life.Computed = 0;
        life.Preemptions++;
        life.PreemptedAt = now;
        waiting.Insert(0, life);
        return 1;
    }

    private IEnumerable<Life> Arrivals(int replica)
    {
        double seconds = 0;
        for (int i = replica; i < _requests; i += _replicas)
        {
            seconds += -Math.Log(1 - _random.NextDouble()) * _replicas / _rate;
            int input = 20 + (int)(3000 * Math.Pow(_random.NextDouble(), 3)), output = 1 + (int)(300 * Math.Pow(_random.NextDouble(), 2));
            yield return new Life(i, Duration.FromSeconds(seconds), input, output, _random.NextInteger(4) == 0 ? input / 2 : 0);
        }
    }

    private void Count(int replica, SimTime at, long context)
    {
        _recorder.Counter(new CounterRecord((4 * replica) + 1, _names.IdOf(CounterNames.Power), at, 400 + (context / 500.0)));
        _recorder.Counter(new CounterRecord((4 * replica) + 1, _names.IdOf(CounterNames.Temperature), at, 62 + (context / 4000.0)));
    }

    private void End()
    {
        _recorder.Energy(new EnergyRecord(0, _names.IdOf("DRAM activation"), Energy.FromJoules(812.5)));
        _recorder.Energy(new EnergyRecord(0, _names.IdOf("matrix units"), Energy.FromJoules(2650)));
        _recorder.Energy(new EnergyRecord(0, _names.IdOf("leakage"), Energy.FromJoules(431.25)));
        _recorder.HeatMap(SyntheticHeader.Die(_last));
        _recorder.HeatMap(SyntheticHeader.Section(_last));
        _recorder.End(new RunEnd(_last, true) { Facts = [new RunFact("fidelity", "steps simulated again", "12 of 4,210"), new RunFact("fidelity", "error of the mean step time", "0.4 % +- 0.2 %")] });
    }

    private sealed class Life(int index, Duration arrival, int input, int output, int cached)
    {
        public RunHistory History { get; } = new();

        public Duration OutputDelay { get; } = Duration.FromNanoseconds(80_000);

        public SimTime Arrival { get; } = SimTime.Zero + arrival;

        public SimTime Queued => Arrival + Duration.FromNanoseconds(1_500_000);

        public int Input { get; } = input;

        public int Cached { get; } = cached;

        public int Output => output;

        public int Target { get; set; } = input;

        public int Computed { get; set; } = cached;

        public int Delivered { get; set; }

        public int Preemptions { get; set; }

        public SimTime? PreemptedAt { get; set; }

        public Duration PreemptedTime { get; set; }

        public Duration PreemptedBeforeFirstToken { get; set; }

        public SimTime FirstScheduled { get; set; } = SimTime.MaxValue;

        public SimTime FirstToken { get; set; }

        public RequestRecord ToRecord(int replica, SimTime finished) => new()
        {
            Index = index,
            Id = $"r{index}",
            Replica = replica,
            Status = RequestStatus.Finished,
            Arrival = Arrival,
            Queued = Queued,
            FirstScheduled = FirstScheduled,
            FirstToken = FirstToken,
            Finished = finished,
            InputTokens = Input,
            OutputTokens = output,
            CachedTokens = Cached,
            Preemptions = Preemptions,
            PreemptedTime = PreemptedTime,
            PreemptedBeforeFirstToken = PreemptedBeforeFirstToken,
            Waits = new WaitTimes(FirstScheduled - Queued, default, default, default),
            OutputDelay = OutputDelay,
            Tenant = index % 3 == 0 ? "search" : "chat",
            Runs = History.Runs,
        };
    }
}
