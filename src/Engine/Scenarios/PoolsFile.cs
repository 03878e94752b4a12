using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Disaggregation;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Reads and writes what a scenario says of pools, of the way between them, and of host memory.</summary>
internal static class PoolsFile
{
    private static readonly string[] Roles = ["both", "prefill", "decode"], Modes = ["pull", "push", "layerwise"];

    /// <summary>A scenario with what a file says of pools; plan and machine of the scenario are what a pool takes over.</summary>
    public static Scenario ReadInto(Scenario scenario, PresetSection root) => scenario with
    {
        Pools = root.OptionalSection("pools") is { } pools ? new PoolList(pools.Keys.Select(name => ReadPool(name, pools.Section(name), scenario))) : PoolList.None,
        KvTransfer = ReadTransfer(root.OptionalSection("kv_transfer")),
        HostMemory = ReadHost(root.OptionalSection("host_memory")),
    };

    /// <summary>Writes it, where there is anything to say.</summary>
    public static void Write(StringBuilder text, Scenario scenario)
    {
        if (scenario.Pools.Count > 0)
        {
            text.Append("pools:\n");
            foreach (PoolSpec pool in scenario.Pools) WritePool(text, pool);
            text.Append("kv_transfer:\n");
            text.Append(CultureInfo.InvariantCulture, $"  mode: {Modes[(int)scenario.KvTransfer.Mode]}\n");
            if (scenario.KvTransfer.Network is { } network) text.Append(CultureInfo.InvariantCulture, $"  network: {ScenarioFile.Quote(network)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  timeout: {scenario.KvTransfer.Timeout}\n  packet: {scenario.KvTransfer.Packet}\n");
        }
        if (scenario.HostMemory is { } host)
            text.Append(CultureInfo.InvariantCulture, $"host_memory:\n  capacity: {host.Capacity}\n  link: {ScenarioFile.Quote(host.Link)}\n");
    }

    private static PoolSpec ReadPool(string name, PresetSection section, Scenario scenario) => new()
    {
        Name = name,
        Role = section.Has("role") ? (PoolRole)Math.Max(0, Array.IndexOf(Roles, section.Choice("role", Roles))) : PoolRole.Both,
        Platform = section.Text("platform", scenario.Platform),
        Plan = section.OptionalSection("plan") is { } plan ? ScenarioFile.ReadPlan(plan) : scenario.Plan,
        Replicas = (int)section.IntegerOr("replicas", 1, 1, 65536),
        Serving = ServingOptionsFile.Read(section.OptionalSection("serving"), scenario.Serving, ofRun: false),
    };

    private static KvTransferOptions ReadTransfer(PresetSection? section)
    {
        var defaults = new KvTransferOptions();
        if (section is null) return defaults;
        var options = new KvTransferOptions
        {
            Mode = section.Has("mode") ? (TransferMode)Math.Max(0, Array.IndexOf(Modes, section.Choice("mode", Modes))) : defaults.Mode,
            Network = section.Has("network") ? section.Text("network") : null,
            Timeout = section.Get("timeout", defaults.Timeout),
            Packet = section.Get("packet", defaults.Packet),
        };
        if (options.Timeout <= Duration.Zero) section.Fault("timeout", $"is {options.Timeout}; expected a time above 0");
        if (options.Packet <= Bytes.Zero || options.Packet > Bytes.FromCount(1 << 30)) section.Fault("packet", $"is {options.Packet}; expected a size above 0 and at most 1 GiB");
        return options;
    }

    private static HostMemoryOptions? ReadHost(PresetSection? section)
    {
        if (section is null) return null;
        var host = new HostMemoryOptions(section.Get<Bytes>("capacity"));
        if (host.Capacity <= Bytes.Zero) section.Fault("capacity", $"is {host.Capacity}; expected a size above 0");
        return host with { Link = section.Text("link", host.Link) };
    }

    private static void WritePool(StringBuilder text, PoolSpec pool)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {pool.Name}:\n    role: {Roles[(int)pool.Role]}\n    platform: {ScenarioFile.Quote(pool.Platform)}\n    replicas: {pool.Replicas}\n    plan:\n");
        ScenarioFile.WritePlan(text, "      ", pool.Plan);
        text.Append("    serving:\n");
        ServingOptionsFile.Write(text, "      ", pool.Serving, ofRun: false);
    }
}
