package dev.throughline.connector.simkit;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;

/**
 * What an HTTPS simulator shows.
 *
 * @param context holds the certificate's key
 */
public record SimTls(SSLContext context) {
    HttpServer server(InetSocketAddress address) throws IOException {
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        return https;
    }

    @Override
    public String toString() {
        return "SimTls";
    }
}
