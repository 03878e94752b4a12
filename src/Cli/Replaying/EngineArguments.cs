using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Replaying;

/// <summary>Flags of <c>vllm serve</c>, as values of a scenario.</summary>
internal static class EngineArguments
{
    private const string Eager = "--enforce-eager";
    private const string ExpertParallel = "--enable-expert-parallel";

    /// <summary>Flags that take a value, with the scenario path it goes to.</summary>
    private static readonly Dictionary<string, string> WithValue = new(StringComparer.Ordinal)
    {
        ["--max-num-batched-tokens"] = "serving.token_budget",
        ["--max-num-seqs"] = "serving.max_sequences",
        ["--prefill-schedule-interval"] = "serving.prefill_interval",
        ["--block-size"] = "serving.block_tokens",
        ["--num-gpu-blocks-override"] = "serving.blocks",
        ["--gpu-memory-utilization"] = "serving.memory_utilization",
        ["--long-prefill-token-threshold"] = "serving.long_prefill_threshold",
        ["--scheduling-policy"] = "serving.policy",
        ["--tensor-parallel-size"] = "plan.tensor",
        ["-tp"] = "plan.tensor",
        ["--data-parallel-size"] = "plan.data",
        ["-dp"] = "plan.data",
        ["--pipeline-parallel-size"] = "plan.pipeline",
        ["-pp"] = "plan.pipeline",
        ["--seed"] = "seed",
    };

    /// <summary>Flags that switch something on, or off with <c>--no-</c> before their name.</summary>
    private static readonly Dictionary<string, string> Switches = new(StringComparer.Ordinal)
    {
        ["--enable-chunked-prefill"] = "serving.chunked_prefill",
        ["--enable-prefix-caching"] = "serving.prefix_caching",
        ["--async-scheduling"] = "serving.asynchronous",
    };

    /// <summary>Reads flags such as "--max-num-seqs 128 --no-enable-prefix-caching".</summary>
    /// <exception cref="PresetException">A flag is unknown to the simulator, or lacks its value.</exception>
    public static IEnumerable<PresetOverride> Parse(string text)
    {
        var words = new Queue<string>(text.Split([' ', '\t', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries));
        List<PresetOverride> overrides = [];
        bool expertParallel = false;
        while (words.TryDequeue(out string? word))
        {
            string[] pair = word.Split('=', 2);
            string flag = pair[0].Replace('_', '-'), positive = flag.Replace("--no-", "--", StringComparison.Ordinal);
            if (WithValue.TryGetValue(flag, out string? path)) overrides.Add(new PresetOverride(path, Translated(flag, ValueOf(flag, pair, words))));
            else if (flag == Eager) overrides.Add(new PresetOverride("serving.launch", "eager"));
            else if (positive == ExpertParallel) expertParallel = flag == positive;
            else if (Switches.TryGetValue(positive, out path)) overrides.Add(new PresetOverride(path, flag == positive ? "true" : "false"));
            else throw new PresetException($"The engine flag \"{word}\" is not simulated.{Spelling.DidYouMean(flag, Known)} Known: {string.Join(", ", Known)}.");
        }
        return expertParallel ? SharedExperts(overrides) : overrides;
    }

    /// <summary>The engine's expert parallelism goes over all tensor- and data-parallel ranks, and the latter then step together.</summary>
    private static IEnumerable<PresetOverride> SharedExperts(List<PresetOverride> overrides)
    {
        int tensor = WaysOf(overrides, "plan.tensor"), data = WaysOf(overrides, "plan.data");
        return [.. overrides.Where(o => o.Path != "plan.data"), new PresetOverride("plan.attention_data", Text(data)), new PresetOverride("plan.experts", Text(tensor * data))];

        static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static int WaysOf(List<PresetOverride> overrides, string path)
    {
        string? text = overrides.LastOrDefault(o => o.Path == path)?.Value;
        return text is null ? 1 : int.TryParse(text, out int ways) && ways > 0 ? ways : throw new PresetException($"An engine flag sets {path} to \"{text}\"; expected a number of at least 1.");
    }

    private static IReadOnlyList<string> Known => [.. WithValue.Keys.Concat(Switches.Keys).Append(ExpertParallel).Append(Eager).Order(StringComparer.Ordinal)];

    private static string ValueOf(string flag, string[] pair, Queue<string> words)
    {
        if (pair.Length == 2) return pair[1];
        return words.TryDequeue(out string? value) && !value.StartsWith("--", StringComparison.Ordinal)
            ? value
            : throw new PresetException($"The engine flag \"{flag}\" needs a value.");
    }

    private static string Translated(string flag, string value) => (flag, value) is ("--scheduling-policy", "fcfs") ? "vllm" : value;
}
