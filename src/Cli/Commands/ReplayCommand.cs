using System.CommandLine;
using System.Globalization;
using DeepStack.Sim.Cli.Replaying;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack replay [TRACE]</c>: what a machine would have done with a trace of requests.</summary>
internal static class ReplayCommand
{
    private const string Description = """
        Replays a request trace on a machine and writes what it would have done: latencies, throughput, where the time went, a timeline.
        Without a trace, the shipped sample is replayed. Without platform, model and plan, Llama-3 70B runs on eight stacked devices.

        Examples:
          deepstack replay
          deepstack replay --platform h100-8 --model llama-3-8b --prefill-pool 2xTP1 --decode-pool TP2 --kv-transfer layerwise
          deepstack replay conversation.csv.gz --platform h100-8 --model llama-3-70b --tp 8 --limit 500 --overlong clip --out runs/h100
        """;

    /// <summary>Options that are short for a value of the scenario, with its path.</summary>
    private static readonly (string Option, string Path, string Description)[] ScenarioOptions =
    [
        ("--platform", "platform", "The machine: a preset's name or a path"),
        ("--model", "model", "The model: a preset's name, a preset file, or a Hugging Face config.json"),
        ("--tp", "plan.tensor", "Devices that share every layer of a replica"),
        ("--pp", "plan.pipeline", "Pipeline stages that share the layers of a replica"),
        ("--micro-batches", "plan.micro_batches", "Parts that a step is cut into to fill the pipeline"),
        ("--ep", "plan.experts", "Ranks of a stage that share whole routed experts"),
        ("--attention-dp", "plan.attention_data", "Groups of a stage that do attention for requests of their own and share the experts"),
        ("--sp", "plan.sequence", "Whether norms and sums are shared by token: true or false"),
        ("--overlap-chunks", "plan.overlap_chunks", "Pieces in which an exchange and the product beside it overlap; 1 for none"),
        ("--dp", "plan.data", "Replicas"),
        ("--expert-routing", "expert_routing", "How tokens choose experts: uniform, balanced, power-law:A, correlated:A, or file:PATH"),
        ("--kv-transfer", "kv_transfer.mode", "How KV blocks get from prefill to decode: pull, push, or layerwise"),
        ("--kv-network", "kv_transfer.network", "What joins machines of different pools: a link or a topology; by default the machine's own network"),
        ("--kv-host-memory", "host_memory.capacity", "Host memory of each replica that KV blocks are offloaded to and fetched from, such as 64GiB"),
        ("--fidelity", "fidelity", "event: simulate everything; sampled: simulate parts of steps once and compose them; analytical: closed form"),
        ("--confidence", "confidence", "How sure a sampled run shall be: a width of the 95 % intervals such as 2%, auto for a small sample, off for none"),
        ("--calibration", "calibration", "The overlay of deepstack calibrate that fidelity analytical uses"),
        ("--step-model", "serving.step_model", "Where step times come from: simulated, constant:TIME, or profile:PREFIX of measured kernels"),
        ("--step-jitter", "serving.step_jitter", "Random scatter of step times: off, measured (of the engine), or a standard deviation such as 0.005"),
        ("--thermal", "thermal.mode", "Heat acts back on refresh and clock: off, steady, transient (the full network in time), or reduced (for long runs)"),
        ("--limit", "requests.limit", "At most so many requests, from the start; 0 for all"),
        ("--seconds", "requests.before", "Only requests that arrive in the first so many seconds"),
        ("--speedup", "requests.speedup", "Arrivals come so many times as fast"),
        ("--overlong", "requests.overlong", "Requests longer than the model holds: reject, clip or extend"),
        ("--clients", "clients.count", "Closed loop: so many clients, each with one request at a time, in the order of the trace"),
        ("--think", "clients.think", "From an answer to the client's next request"),
        ("--turns", "clients.turns", "Turns of a session: as-recorded, or after-answer to the turn before"),
        ("--patience", "clients.patience", "From arrival until a client gives up whose answer is not complete"),
        ("--slo", "measurement.slo", "Limits that count towards goodput, such as ttft=2s,tpot=50ms"),
        ("--warm-up", "measurement.warm_up", "Requests that arrive earlier than this do not count"),
        ("--cool-down", "measurement.cool_down", "Requests that arrive later than this before the last do not count"),
        ("--on-error", "requests.on_error", "Rows that cannot be read: stop or skip"),
        ("--seed", "seed", "Fixes every random choice"),
        ("--timeline-window", "timeline_window", "Where the timeline shows every operator, such as 2s..2.5s"),
    ];

    private const string EstimateDescription = """
        Replays a request trace with steps timed in closed form: the arguments, results and files of deepstack replay, at --fidelity analytical.

        Examples:
          deepstack estimate replay --limit 100
          deepstack estimate replay conversation.csv.gz --platform h100-8 --model llama-3-70b --tp 8 --overlong clip --out runs/h100-estimate
        """;

    public static Command Create() => Create(Description, []);

    /// <summary><c>deepstack estimate replay [TRACE]</c>: the same in closed form.</summary>
    public static Command CreateEstimate() => Create(EstimateDescription, [new PresetOverride("fidelity", "analytical")]);

    private static Command Create(string description, PresetOverride[] given)
    {
        var trace = new Argument<string?>("trace") { Description = "The request trace, plain or gzip; the format is told by the content", Arity = ArgumentArity.ZeroOrOne };
        var scenario = new Option<string?>("--scenario") { Description = "A scenario file, such as the one saved with earlier results" };
        var engine = new Option<string?>("--engine-args") { Description = "Flags of vllm serve, in quotes, such as \"--max-num-seqs 128\"" };
        var set = new Option<string[]>("--set") { Description = "Sets any value of the scenario: path=value", AllowMultipleArgumentsPerToken = false };
        var prefill = new Option<string?>("--prefill-pool") { Description = "Replicas that compute prompts, such as 2xTP4, or TP4@h100-8 on a machine of their own" };
        var decode = new Option<string?>("--decode-pool") { Description = "Replicas that give the tokens, such as TP8; their KV blocks come from the prefill pool" };
        var output = new Option<string?>("--out") { Description = "The folder of the results; by default runs/ and the trace's name" };
        var memo = new Option<string?>("--memo") { Description = "The folder that remembers simulated parts between runs, or \"off\"" };
        var seeds = new Option<int>("--seeds") { Description = "Run so many seeds, and put 95 % intervals around the metrics (seeds.csv)", DefaultValueFactory = _ => 1 };
        Option<TimeWindow?> window = WindowOption.Of("Where timeline and timing trace also hold what every bank of the DRAM and every link does, such as 2s..2.0001s; the steps there are simulated again at fidelity event");
        var brief = new Option<bool>("--brief") { Description = "Write requests.csv and summary.json only" };
        var json = new Option<bool>("--json") { Description = "Print summary.json to standard output" };
        var command = new Command("replay", description) { trace, scenario, engine, prefill, decode, set, output, memo, seeds, window, brief, json };
        var options = ScenarioOptions.Select(o => (Option: new Option<string?>(o.Option) { Description = o.Description }, o.Path)).ToArray();
        foreach ((Option<string?> option, _) in options) command.Add(option);
        command.SetAction(parse => ReplayJob.Run(new ReplayRequest
        {
            Trace = parse.GetValue(trace),
            ScenarioFile = parse.GetValue(scenario),
            Overrides = [
                .. given,
                .. options.Where(o => parse.GetValue(o.Option) is not null).Select(o => new PresetOverride(o.Path, WithUnit(o.Path, parse.GetValue(o.Option)!)) { Option = o.Option.Name }),
                .. EngineArguments.Parse(parse.GetValue(engine) ?? "").Select(o => o with { Option = engine.Name }),
                .. PoolArguments.Parse("prefill", parse.GetValue(prefill)).Select(o => o with { Option = prefill.Name }),
                .. PoolArguments.Parse("decode", parse.GetValue(decode)).Select(o => o with { Option = decode.Name }),
                .. (parse.GetValue(set) ?? []).Select(PresetOverride.Parse),
            ],
            Output = parse.GetValue(output),
            Memo = parse.GetValue(memo),
            Seeds = parse.GetValue(seeds),
            Window = parse.GetValue(window),
            IsBrief = parse.GetValue(brief),
            PrintsSummary = parse.GetValue(json),
        }));
        return command;
    }

    /// <summary>A bare number of <c>--seconds</c> means seconds.</summary>
    private static string WithUnit(string path, string value) =>
        path == "requests.before" && double.TryParse(value, CultureInfo.InvariantCulture, out _) ? $"{value} s" : value;
}
